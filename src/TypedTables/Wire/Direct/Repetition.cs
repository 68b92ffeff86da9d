using System.Text.Json;

namespace TypedTables.Wire.Direct;

/// <summary>What happens where a request is carried out a second time because the first answer was lost.</summary>
internal enum Repetition
{
    /// <summary>
    /// Nothing: same effect, same answer. Reads, plain writes, and transactions, whose token the service recognises.
    /// </summary>
    Idempotent,

    /// <summary>
    /// The effect is the same, the answer is not: it would tell of the item that the first time has left.
    /// </summary>
    AnswersDifferently,

    /// <summary>It takes effect twice: a number is added to again.</summary>
    TakesEffectTwice,
}
