using System.Text;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct.Http;

public sealed class ChunkedBodyTests
{
    private const string Head = "head";

    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", "abc")]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("1\r\na\r\n0A;name=\"value\"\r\nbcdefghijk\r\n00\r\nX-Trailer: 1\r\nX-Other: 2\r\n\r\n", "abcdefghijk")]
    [InlineData("2 \r\n\r\n\r\n0\r\n\r\n", "\r\n")]
    public void Chunks_make_the_body_wherever_they_are_cut(string chunks, string body)
    {
        for (var first = 0; first <= chunks.Length; first++)
        {
            for (var second = first; second <= chunks.Length; second++)
                Take(chunks[..first], chunks[first..second], chunks[second..]).ShouldBe((body, "", true), $"cut at {first} and {second}");
        }
    }

    [Fact]
    public void What_comes_after_the_last_chunk_is_no_part_of_the_body() => Take("1\r\na\r\n0\r\n\r\nHTTP/1.1").ShouldBe(("a", "HTTP/1.1", true));

    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n")]
    [InlineData("3\r\nab")]
    [InlineData("")]
    [InlineData("f")]
    public void A_body_that_is_not_whole_is_said_not_to_be(string chunks) => Take(chunks).IsWhole.ShouldBeFalse();

    [Theory]
    [InlineData("3\r\nabcd\r\n0\r\n\r\n")]
    [InlineData("-1\r\na\r\n")]
    [InlineData("+1\r\na\r\n")]
    [InlineData("\r\na\r\n")]
    [InlineData("0x1\r\na\r\n")]
    [InlineData("g\r\na\r\n")]
    [InlineData(" 1\r\na\r\n")]
    [InlineData("fffffffff\r\na\r\n")]
    public void What_are_no_chunks_is_refused(string chunks) => Should.Throw<IOException>(() => Take(chunks)).Message.ShouldStartWith("the answer is not HTTP/1.1: ");

    [Fact]
    public void A_line_without_an_end_is_not_waited_for() => Should.Throw<IOException>(() => Take("1;" + new string('x', 2000)));

    /// <summary>Gives the body piece by piece.</summary>
    private static (string Body, string After, bool IsWhole) Take(params string[] pieces)
    {
        var memory = new byte[4096];
        Encoding.ASCII.GetBytes(Head, memory);
        var (chunks, received) = (new ChunkedBody(Head.Length), Head.Length);
        foreach (var piece in pieces)
        {
            received += Encoding.ASCII.GetBytes(piece, memory.AsSpan(received));
            received = chunks.Take(memory, received);
        }

        Encoding.ASCII.GetString(memory, 0, Head.Length).ShouldBe(Head);
        return (Encoding.ASCII.GetString(memory[Head.Length..chunks.End]), Encoding.ASCII.GetString(memory[chunks.End..received]), chunks.IsWhole);
    }
}
