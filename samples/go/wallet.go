// Sets a wallet's balance, gets it, or waits for the next change of any wallet:
// go run wallet.go set ID BALANCE | get ID | subscribe
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	log.SetFlags(0)
	connection, err := amqp.Dial(setting("AMQP_URL", "amqp://guest:guest@127.0.0.1:5772"))
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)
	queue, err := channel.QueueDeclare("", false, false, true, false, nil) // ours alone, for answers or events
	check(err)
	next, err := channel.Consume(queue.Name, "", true, true, false, false, nil)
	check(err)

	id := uuid()
	switch arguments := os.Args[1:]; {
	case len(arguments) == 3 && arguments[0] == "set":
		// The operation's id: sent again with the same one, the request takes effect once. The balance as text, which is exact.
		fields := map[string]string{"userId": arguments[1], "operationId": id, "balance": arguments[2]}
		ask(channel, queue.Name, next, "SetBalance", id, fields)
	case len(arguments) == 2 && arguments[0] == "get":
		ask(channel, queue.Name, next, "GetBalance", id, map[string]string{"userId": arguments[1]})
	case len(arguments) == 1 && arguments[0] == "subscribe":
		// The next BalanceUpdated: an envelope, whose "message" holds the fields.
		check(channel.QueueBind(queue.Name, "", "Wallet.Contracts:BalanceUpdated", false, nil))
		event := <-next
		fmt.Println(string(event.Body))
	default:
		log.Fatal("usage: go run wallet.go set ID BALANCE | get ID | subscribe")
	}
}

// ask sends a request and prints what the worker answers: the answer's name, and the answer.
func ask(channel *amqp.Channel, replies string, next <-chan amqp.Delivery, message, id string, fields map[string]string) {
	body, err := json.Marshal(fields)
	check(err)
	check(channel.Confirm(false))
	exchange, now := "Wallet.Contracts:"+message, time.Now()
	confirm, err := channel.PublishWithDeferredConfirmWithContext(context.Background(), exchange, "", false, false, amqp.Publishing{
		ContentType: "application/json", DeliveryMode: amqp.Persistent, MessageId: id, Timestamp: now,
		ReplyTo: replies, CorrelationId: id, Body: body,
	})
	check(err)
	if !confirm.Wait() {
		log.Fatal("The broker did not take the request. Has a worker ever run on it?")
	}
	seconds, err := strconv.Atoi(setting("ANSWER_SECONDS", "30"))
	check(err)
	select {
	case answer := <-next:
		fmt.Println(answer.Type, string(answer.Body))
	case <-time.After(time.Duration(seconds) * time.Second):
		log.Printf("No answer within %d s. The request %s waits for a worker.", seconds, id)
		os.Exit(3)
	}
}

func setting(name string, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func uuid() string {
	bytes := make([]byte, 16)
	_, err := rand.Read(bytes)
	check(err)
	bytes[6], bytes[8] = bytes[6]&0x0f|0x40, bytes[8]&0x3f|0x80 // version 4: random
	return fmt.Sprintf("%x-%x-%x-%x-%x", bytes[:4], bytes[4:6], bytes[6:8], bytes[8:10], bytes[10:])
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
