// Sets a wallet's balance, gets it, or waits for the next change of any wallet:
// java -cp amqp-client.jar:slf4j-api.jar Wallet.java set ID BALANCE | get ID | subscribe
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

public class Wallet {
    private static final BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();

    public static void main(String[] args) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(System.getenv().getOrDefault("AMQP_URL", "amqp://guest:guest@127.0.0.1:5772"));
        var exitCode = 0;
        try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
            var queue = channel.queueDeclare().getQueue(); // ours alone, for answers or events
            channel.basicConsume(queue, true, (tag, delivery) -> received.add(delivery), tag -> { });
            var id = UUID.randomUUID().toString();
            if (args.length == 3 && args[0].equals("set")) {
                // The operation's id: sent again with the same one, the request takes effect once.
                var fields = "{\"userId\":\"%s\",\"balance\":%s,\"operationId\":\"%s\"}".formatted(args[1], args[2], id);
                exitCode = ask(channel, queue, "SetBalance", id, fields);
            } else if (args.length == 2 && args[0].equals("get")) {
                exitCode = ask(channel, queue, "GetBalance", id, "{\"userId\":\"%s\"}".formatted(args[1]));
            } else if (args.length == 1 && args[0].equals("subscribe")) {
                // The next BalanceUpdated: an envelope, whose "message" holds the fields.
                channel.queueBind(queue, "Wallet.Contracts:BalanceUpdated", "");
                System.out.println(new String(received.take().getBody(), StandardCharsets.UTF_8));
            } else {
                System.err.println("usage: java -cp … Wallet.java set ID BALANCE | get ID | subscribe");
                exitCode = 1;
            }
        }
        System.exit(exitCode);
    }

    // Sends a request and prints what the worker answers: the answer's name, and the answer.
    private static int ask(Channel channel, String replies, String message, String id, String fields)
        throws Exception {
        var properties = new AMQP.BasicProperties.Builder().contentType("application/json").deliveryMode(2)
            .messageId(id).timestamp(new Date()).replyTo(replies).correlationId(id).build();
        channel.confirmSelect();
        channel.basicPublish("Wallet.Contracts:" + message, "", properties, fields.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie();
        var seconds = Integer.parseInt(System.getenv().getOrDefault("ANSWER_SECONDS", "30"));
        var answer = received.poll(seconds, TimeUnit.SECONDS);
        if (answer == null) {
            System.err.println("No answer within " + seconds + " s. The request " + id + " waits for a worker.");
            return 3;
        }
        var body = new String(answer.getBody(), StandardCharsets.UTF_8);
        System.out.println(answer.getProperties().getType() + " " + body);
        return 0;
    }
}
