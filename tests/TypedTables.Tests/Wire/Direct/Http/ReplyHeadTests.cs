using System.Text;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct.Http;

public sealed class ReplyHeadTests
{
    [Fact]
    public void A_head_is_read_with_its_headers_in_any_case_and_order()
    {
        const string text = "HTTP/1.1 400 Bad Request\r\ndate: Sat, 31 Jan 2026 12:00:00 GMT\r\nX-AMZN-REQUESTID:\t ID1 \r\nx-other:\r\nContent-length: 17\r\nX-Amz-Crc32: 42\r\n\r\n";
        var bytes = Encoding.ASCII.GetBytes(text + "{\"body\":1}");

        ReplyHead.TryRead(bytes, out var head).ShouldBeTrue();

        (head.Length, head.Status, head.BodyLength, head.IsChunked, head.IsLast).ShouldBe((text.Length, 400, 17, false, false));
        Encoding.ASCII.GetString(bytes[head.Date]).ShouldBe("Sat, 31 Jan 2026 12:00:00 GMT");
        Encoding.ASCII.GetString(bytes[head.RequestId]).ShouldBe("ID1");
        Encoding.ASCII.GetString(bytes[head.Checksum]).ShouldBe("42");
    }

    [Fact]
    public void A_head_that_is_not_whole_is_waited_for()
    {
        var bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"u8;
        for (var length = 0; length < bytes.Length; length++)
            ReplyHead.TryRead(bytes[..length], out _).ShouldBeFalse($"after {length} bytes");

        ReplyHead.TryRead(bytes, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 0", 0L, false, false)]
    [InlineData("HTTP/1.1 200 \r\nContent-Length: 5\r\ncontent-length: 5", 5L, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked", null, true, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: Close", 2L, false, true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2", 2L, false, true)]
    [InlineData("HTTP/1.1 200 OK", null, false, true)]
    [InlineData("HTTP/1.1 204 No Content", 0L, false, false)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 99", 0L, false, false)]
    [InlineData("HTTP/1.1 100 Continue", 0L, false, false)]
    public void It_says_where_the_answer_ends_and_whether_another_may_follow(string lines, long? length, bool isChunked, bool isLast)
    {
        ReplyHead.TryRead(Encoding.ASCII.GetBytes(lines + "\r\n\r\n"), out var head).ShouldBeTrue();

        (head.BodyLength, head.IsChunked, head.IsLast).ShouldBe((length, isChunked, isLast));
    }

    /// <summary>What two readers could read in two ways, and what is no HTTP.</summary>
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x5")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 5")]
    [InlineData("HTTP/1.1 200 OK\r\n Content-Length: 5")]
    [InlineData("HTTP/1.1 200 OK\r\nX-One: a\r\n folded: b")]
    [InlineData("HTTP/1.1 200 OK\r\nX-One: a\nContent-Length: 5")]
    [InlineData("HTTP/1.1 200 OK\r\nX-One: a\0b")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name")]
    [InlineData("HTTP/1.1 20 OK")]
    [InlineData("HTTP/1.1 2000 OK")]
    [InlineData("HTTP/1.1 099 OK")]
    [InlineData("HTTP/1.1 -20 OK")]
    [InlineData("HTTP/1.1 101 Switching Protocols")]
    [InlineData("HTTP/2 200 OK")]
    [InlineData("HTTP/1.2 200 OK")]
    [InlineData("http/1.1 200 OK")]
    [InlineData("SSH-2.0-OpenSSH_9.2")]
    [InlineData("")]
    public void What_could_be_read_in_two_ways_is_refused(string lines) =>
        Should.Throw<IOException>(() => ReplyHead.TryRead(Encoding.ASCII.GetBytes(lines + "\r\n\r\n"), out _)).Message.ShouldStartWith("the answer is not HTTP/1.1: ");

    [Fact]
    public void A_head_without_an_end_is_refused_when_it_is_too_long()
    {
        var bytes = new byte[ReplyHead.LengthMax + 1];
        "HTTP/1.1 200 OK\r\nX: "u8.CopyTo(bytes);

        ReplyHead.TryRead(bytes.AsSpan(0, ReplyHead.LengthMax), out _).ShouldBeFalse();
        Should.Throw<IOException>(() => ReplyHead.TryRead(bytes, out _)).Message.ShouldContain("16384");
    }
}
