namespace Wallet.Contracts;

/// <summary>
/// Asks a worker for what only a worker can find out: whether it can sign its calls, and whether the tables are as it
/// declares them. Answered with <see cref="DiagnosisResult"/>, by whichever worker takes it. Has no fields. Changes
/// nothing.
/// </summary>
public sealed record GetDiagnosis;
