// Package nodone has loops that wait on channels without their context.
package nodone

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func handle(...any)                     {}
func next() int                         { return 0 }
func work(ctx context.Context, n int)   {}
func step(ctx context.Context) error    { return ctx.Err() }
func log(ctx context.Context, s string) {}

// Each way to wait.

func send(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		out <- x // want `the loop sends on out \(a parameter\), which the end of ctx \(line 22\) does not end: send in a select with a case <-ctx.Done\(\) \(ctxloop/nodone\)`
	}
}

func receive(ctx context.Context, in <-chan int) {
	for {
		v := <-in // want `the loop receives from in \(a parameter\), which the end of ctx \(line 28\) does not end: receive in a select with a case <-ctx.Done\(\) \(ctxloop/nodone\)`
		handle(v)
	}
}

func selects(ctx context.Context, a, b <-chan int) {
	for {
		select { // want `the loop waits in a select without a case for the context, which the end of ctx \(line 35\) does not end: add a case <-ctx.Done\(\) \(ctxloop/nodone\)`
		case v := <-a:
			handle(v)
		case w := <-b:
			handle(w)
		}
	}
}

func ranges(ctx context.Context) {
	in := make(chan int)
	go func() {
		for i := range 30 {
			in <- i // want `sends on in \(made at line 47\), which the end of ctx \(line 46\)`
		}
	}()
	for v := range in { // want `the loop ranges over in \(made at line 47\), which the end of ctx \(line 46\) does not end: receive in a select with a case <-ctx.Done\(\) \(ctxloop/nodone\)`
		if v == 2 {
			return
		}
	}
}

func oneCase(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in: // want `receives from in .*nodone`
			handle(v)
		}
	}
}

// The channel may be anything that can be sent on.

type sink struct {
	out  chan int
	Open chan int
	sub  []sink
}

func (s *sink) Chan() chan<- int { return s.out }

func operands(ctx context.Context, s *sink, sinks []*sink, byName map[string]chan int) {
	for i := range 10 {
		s.out <- i // want `sends on s.out, which .*nodone`
	}
	for i, s := range sinks {
		s.Chan() <- i // want `sends on s.Chan\(\).*nodone`
	}
	for i := range s.sub {
		s.sub[i].Open <- i // want `sends on .*nodone`
	}
	for _, ch := range byName {
		ch <- 1 // want `sends on ch, which .*nodone`
	}
}

// With several waits the first is reported, and names the others.
func several(ctx context.Context, in <-chan int, out chan<- int) {
	for {
		v := <-in // want `receives from in .*; it waits so at line 98, too \(ctxloop/nodone\)`
		out <- v
	}
}

func many(ctx context.Context, in, acks <-chan int, out chan<- int) {
	for {
		v := <-in // want `receives from in .*; it waits so at line 105 and line 106, too \(ctxloop/nodone\)`
		out <- v
		<-acks
	}
}

// A wait that the level leaves out is not named either: here that between two
// looks at the context.
func polls(ctx context.Context, out chan<- int) {
	for ctx.Err() == nil {
		out <- 1 // want `sends on out .*: send in a select with a case <-ctx.Done\(\) \(ctxloop/nodone\)`
		time.Sleep(time.Minute)
	}
}

// Loops in loops are judged each.
func nested(ctx context.Context, in <-chan []int, out chan<- int) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case vs := <-in:
			for _, v := range vs {
				out <- v // want `sends on out .*nodone`
			}
		}
	}
}

func nestedBoth(ctx context.Context, ins []<-chan int, out chan<- int) {
	for _, in := range ins {
		for range 10 {
			handle(<-in) // want `receives from in.*nodone`
		}
		out <- 1 // want `sends on out .*nodone`
	}
}

// Polling is not waiting.

func polled(ctx context.Context, out chan<- int) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
		}
		out <- next() // want `nodone`
	}
}

func polledDefault(ctx context.Context, out chan<- int) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
			out <- next() // want `nodone`
		}
	}
}

func asked(ctx context.Context, xs []int, out chan<- int) error {
	for _, x := range xs {
		if err := ctx.Err(); err != nil {
			return err
		}
		out <- x // want `nodone`
	}
	return nil
}

func condition(ctx context.Context, out chan<- int) {
	for ctx.Err() == nil {
		out <- next() // want `nodone`
	}
}

func over(ctx context.Context) bool { return ctx.Err() != nil }

func helperAsks(ctx context.Context, out chan<- int) {
	for !over(ctx) {
		out <- next() // want `nodone`
	}
}

func literalAsks(ctx context.Context, out chan<- int) {
	stopped := func() bool { return context.Cause(ctx) != nil }
	for !stopped() {
		out <- next() // want `nodone`
	}
}

// Nor is asking without leaving, or passing the context to a logger.

func onlyLogs(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		if ctx.Err() != nil {
			fmt.Println("over")
		}
		log(ctx, "sending")
		work(ctx, x)
		out <- x // want `nodone`
	}
}

func success(ctx context.Context, out chan<- int) {
	for {
		if err := step(ctx); err == nil {
			return
		}
		out <- 1 // want `nodone`
	}
}

func dropped(ctx context.Context, out chan<- int) {
	for {
		_ = step(ctx)
		out <- 1 // want `nodone`
	}
}

func withoutCancel(ctx context.Context, in <-chan int) {
	for {
		select { // want `nodone`
		case v := <-in:
			handle(v)
		case <-context.WithoutCancel(ctx).Done():
			return
		}
	}
}

// Another case may leave the loop, but does it?

func closable(ctx context.Context, a, b <-chan int) {
	for {
		select { // want `nodone`
		case v, ok := <-a:
			if !ok {
				return
			}
			handle(v)
		case w := <-b:
			handle(w)
		}
	}
}

func failing(ctx context.Context, in <-chan int, errs <-chan error) error {
	for {
		select { // want `nodone`
		case v := <-in:
			handle(v)
		case err := <-errs:
			return err
		}
	}
}

// A channel of bools that somebody sends on is no stop channel.
func told(ctx context.Context, in <-chan int) {
	quit := make(chan bool)
	go func() { quit <- true }()
	for {
		select { // want `nodone`
		case v := <-in:
			handle(v)
		case <-quit:
			return
		}
	}
}

// Nor is one that nobody closes.
func neverClosed(ctx context.Context, in <-chan int) {
	quit := make(chan struct{})
	for {
		select { // want `nodone`
		case v := <-in:
			handle(v)
		case <-quit:
			return
		}
	}
}

// A timer wakes the loop, which then does not look.
func wakes(ctx context.Context, in <-chan int) {
	for {
		select { // want `nodone`
		case v := <-in:
			handle(v)
		case <-time.After(time.Second):
			fmt.Fprintln(os.Stderr, "idle")
		}
	}
}

// The channel of another context is no better.
func otherContext(ctx context.Context, client interface {
	Events(context.Context) (<-chan int, <-chan error)
}) error {
	events, errs := client.Events(context.Background())
	for {
		select { // want `nodone`
		case v := <-events:
			handle(v)
		case err := <-errs:
			return err
		}
	}
}

// Nobody in the package closes the field.

type server struct {
	jobs chan int
	done chan struct{}
}

func newServer() *server { return &server{jobs: make(chan int)} }

func (s *server) run(ctx context.Context) {
	for j := range s.jobs { // want `ranges over s.jobs .*nodone`
		work(ctx, j)
	}
}

func (s *server) serve(ctx context.Context) {
	for {
		j, ok := <-s.jobs // want `receives from s.jobs .*nodone`
		if !ok {
			return
		}
		work(ctx, j)
	}
}

func (s *server) add(j int) { s.jobs <- j }

// The consumers may leave: the buffer fills up, and the sender stays.
func workers(ctx context.Context, names []string, n int, do func(context.Context, string) error) error {
	queue := make(chan string, n)
	var g errgroup.Group
	for range n {
		g.Go(func() error {
			for name := range queue {
				if err := do(ctx, name); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, name := range names {
		queue <- name // want `sends on queue \(made at line 347\).*nodone`
	}
	close(queue)
	return g.Wait()
}

// One less than is sent.
func tooSmall(ctx context.Context, n int) chan int {
	c := make(chan int, n-1)
	for i := 0; i < n; i++ {
		c <- i // want `nodone`
	}
	close(c)
	return c
}

// The goroutines that send have no context, or do not always send.

func compute(int) int { return 0 }

func gatherBlind(ctx context.Context, n int) (sum int) {
	results := make(chan int)
	for i := range n {
		go func() { results <- compute(i) }()
	}
	for range n {
		sum += <-results // want `nodone`
	}
	return sum
}

func gatherSome(ctx context.Context, n int) (sum int, err error) {
	results := make(chan int)
	for i := range n {
		go func() {
			if err := step(ctx); err != nil {
				return
			}
			select {
			case results <- i:
			case <-ctx.Done():
			}
		}()
	}
	for range n {
		sum += <-results // want `nodone`
	}
	return sum, nil
}

// Who has closed quit gathers on, for ever.
func gathersOn(ctx context.Context, n int) (sum int) {
	results, quit := make(chan int), make(chan struct{})
	for i := range n {
		go func() {
			_ = step(ctx)
			select {
			case results <- i:
			case <-quit:
			}
		}()
	}
	for range n {
		v := <-results // want `nodone`
		if v == n-2 {
			close(quit)
		}
		sum += v
	}
	return sum
}

// Sends between rounds of a loop that gathers.
func fan(ctx context.Context, outs []chan int, in <-chan int) error {
	for {
		select {
		case v := <-in:
			for i, out := range outs {
				select { // want `nodone`
				case out <- v:
				case outs[(i+1)%len(outs)] <- v:
				}
			}
		case <-ctx.Done():
			return errors.Join(ctx.Err())
		}
	}
}
