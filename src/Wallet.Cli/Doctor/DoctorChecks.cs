using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;
using Wallet.Hosting.Queues;

namespace Wallet.Cli.Doctor;

/// <summary>Checks the broker, the queues and the workers. Changes nothing.</summary>
/// <param name="address">The broker's address.</param>
/// <param name="timeout">How long to wait for a worker's response.</param>
internal sealed class DoctorChecks(BrokerAddress address, TimeSpan timeout)
{
    /// <summary>More messages than this in a queue are a backlog, not a passing burst.</summary>
    private const uint BacklogMax = 1000;

    private const string StartWorker =
        "./dev up (or docker compose up -d worker) starts one; docker compose logs worker shows why it does not "
            + "start: its first line names the wrong setting.";

    /// <summary>Runs the checks, from the broker inwards: earlier faults should be fixed first.</summary>
    public async IAsyncEnumerable<Finding> RunAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancelled
    )
    {
        IConnection? connection = null;
        Finding broker;
        try
        {
            connection = await Broker.ConnectAsync(address, cancelled);
            broker = Finding.Ok("broker", $"{address} lets us in ({Product(connection)})");
        }
        catch (CliException error)
        {
            broker = Finding.Wrong("broker", error.Message, error.Remedy!);
        }

        yield return broker;
        if (connection is null)
            yield break; // everything else depends on the broker

        await using (connection)
        {
            var workers = 1u; // Where we may not count them, one is asked.
            foreach (var queue in QueueNames.Inputs)
            {
                yield return (await LookAsync(connection, queue, found =>
                {
                    workers = queue == Queues.Diagnosis ? found?.ConsumerCount ?? 0 : workers;
                    return Input(queue, found);
                }, cancelled))!;
            }

            foreach (var queue in Queues.Parked)
            {
                if (await LookAsync(connection, queue, found => Parked(queue, found), cancelled) is { } finding)
                    yield return finding;
            }

            var answers = new Dictionary<string, DiagnosisResult>(StringComparer.Ordinal);
            var findings = await WorkersAsync((int)workers, answers, cancelled);

            // AMQP cannot list queues. Workers report their delays; queues of the default ones may remain from workers
            // that are gone.
            foreach (
                var seconds in answers
                    .Values.SelectMany(answer => answer.RedeliveryDelaysSeconds ?? [])
                    .Union(Queues.DefaultDelays)
                    .Order()
            )
            {
                var queue = QueueNames.Delay(seconds);
                if (await LookAsync(connection, queue, found => Delayed(seconds, found), cancelled) is { } finding)
                    yield return finding;
            }

            foreach (var finding in findings)
                yield return finding;
        }
    }

    /// <summary>Checks a queue. A missing permission is a finding, too, and does not stop the other checks.</summary>
    private async Task<Finding?> LookAsync(
        IConnection connection, string queue, Func<QueueDeclareOk?, Finding?> judge, CancellationToken cancelled)
    {
        try
        {
            var found = connection.FindQueueAsync(queue, cancelled);
            return judge(await Broker.WithinAsync(found, timeout, $"queue {queue}"));
        }
        catch (OperationInterruptedException error) when (MissingRight.Explain(error) is { } missing)
        {
            return Finding.Wrong(queue, missing.Message, missing.Remedy!);
        }
    }

    internal static Finding Input(string queue, QueueDeclareOk? found) =>
        found switch
        {
            null => Finding.Wrong(
                queue,
                "There is no such queue; a worker declares it when it starts.",
                "Restart the worker: ./dev down and ./dev up, or docker compose restart worker."
            ),
            { ConsumerCount: 0 } => Finding.Wrong(
                queue,
                $"No worker takes from it; {Messages(found.MessageCount)}.",
                "A worker must run: ./dev up, or docker compose up -d worker."
            ),
            { MessageCount: > BacklogMax } => Finding.Wrong(
                queue,
                $"{Messages(found.MessageCount)}, more than {BacklogMax}.",
                "Start another worker (docker compose up -d --scale worker=2), or find out with wallet load what one "
                    + "can do."
            ),
            _ => Finding.Ok(queue, $"{Consumers(found.ConsumerCount)}, {Messages(found.MessageCount)}"),
        };

    /// <summary>A finding if messages are parked; an empty or missing queue is not worth a line.</summary>
    internal static Finding? Parked(string queue, QueueDeclareOk? found) => found is { MessageCount: > 0 }
        ? Finding.Wrong(
            queue,
            found.MessageCount == 1 ? "1 message is parked." : $"{found.MessageCount} messages are parked.",
            $"wallet errors list --queue {queue} says why{ParkedRemedy(queue)}")
        : null;

    private static string ParkedRemedy(string queue) => queue[queue.LastIndexOf('_')..] switch
    {
        QueueNames.SkippedSuffix => ": its sender is to send it to the exchange of its own type. wallet errors show ID "
            + "shows it, and wallet errors drop ID takes it away.",
        QueueNames.DeadSuffix => ": what expired is to be dropped or sent by name, the rest by "
            + $"wallet errors replay --all --queue {queue}.",
        _ => $", and wallet errors replay --all --queue {queue} sends again what can be.",
    };

    /// <summary>A finding if messages are deferred: nobody has to act, but something fails.</summary>
    internal static Finding? Delayed(int seconds, QueueDeclareOk? found) =>
        found switch
        {
            { MessageCount: 1 } => Finding.Note(
                found.QueueName,
                $"1 message has failed and waits for its next attempt, {seconds} s at most."
            ),
            { MessageCount: > 1 } => Finding.Note(
                found.QueueName,
                $"{found.MessageCount} messages have failed and wait for their next attempt, {seconds} s at most."
            ),
            _ => null,
        };

    /// <summary>The findings of the workers; adds the ones that responded to the given set.</summary>
    private async Task<IReadOnlyList<Finding>> WorkersAsync(
        int workers,
        Dictionary<string, DiagnosisResult> answers,
        CancellationToken cancelled
    )
    {
        if (workers == 0)
            return
            [
                Finding.Wrong("worker", "None runs, so nobody can say how credentials and tables are.", StartWorker),
            ];

        // The broker delivers queries round-robin, so as many queries as workers reach each worker once.
        try
        {
            await using var bus = await BusSession.ConnectAsync(address, timeout, cancelled);
            for (var asked = 0; asked < workers; asked++)
            {
                var answer = await bus.AskAsync<GetDiagnosis, DiagnosisResult>(new GetDiagnosis(), cancelled);
                answers[answer.Worker] = answer;
            }
        }
        catch (CliException error)
        {
            return
            [
                .. answers.Values.SelectMany(Findings),
                Finding.Wrong(
                    "worker",
                    $"{Consumers((uint)workers)} on {Queues.Diagnosis}. {error.Message}",
                    StartWorker
                ),
            ];
        }

        return [.. answers.Values.OrderBy(answer => answer.Worker, StringComparer.Ordinal).SelectMany(Findings)];
    }

    private static IEnumerable<Finding> Findings(DiagnosisResult answer) =>
    [
        Finding.Ok($"worker {answer.Worker}", $"version {answer.Version} answers"),
        .. answer.Checks.Select(check => check is { IsOk: true, Problem: { } note }
            ? Finding.Note(check.Name, note)
            : new Finding(check.Name, check.IsOk, check.Problem ?? "as it should be", check.Remedy)),
    ];

    private static string Product(IConnection connection)
    {
        return $"{Property("product")} {Property("version")}".Trim() is { Length: > 0 } product
            ? product
            : "an AMQP broker";

        string Property(string name) =>
            connection.ServerProperties?.TryGetValue(name, out var value) == true && value is byte[] text
                ? Encoding.UTF8.GetString(text)
                : "";
    }

    private static string Messages(uint count) => count == 1 ? "1 message waits" : $"{count} messages wait";

    private static string Consumers(uint count) => count == 1 ? "1 consumer" : $"{count} consumers";
}
