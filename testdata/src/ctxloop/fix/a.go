package fix

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"
)

func handle(...any) {}
func try() bool     { return false }

type point struct{ x, y int }

// Statements that become selects.

func sends(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		out <- x // want "nodone"
	}
}

func sendsError(ctx context.Context, xs []int, out chan<- int) error {
	for _, x := range xs {
		// A comment stays.
		out <- x * 2 // want "nodone"
	}
	return nil
}

func receives(ctx context.Context, in <-chan int) (n int, err error) {
	for {
		<-in // want "nodone"
		n++
	}
}

func assigns(ctx context.Context, in <-chan int) (string, *point, point, bool, error) {
	var v int
	for {
		v = <-in // want "nodone"
		handle(v)
	}
}

func defines(ctx context.Context, in <-chan int) error {
	for {
		v := <-in // want "nodone"
		handle(v)
	}
}

func definesPointer(ctx context.Context, in <-chan *point) error {
	for {
		p := <-in // want "nodone"
		handle(p)
	}
}

func definesOther(ctx context.Context, in <-chan *bufio.Reader) error {
	for {
		r, ok := <-in // want "nodone"
		handle(r, ok)
	}
}

func definesOne(ctx context.Context, in <-chan []int) error {
	var ok bool
	for !ok {
		var v []int
		v, ok = <-in // want "nodone"
		handle(v)
	}
	return nil
}

func definesLiteral(ctx context.Context, b *strings.Builder) error {
	files := make(chan interface{ Stat() (os.FileInfo, error) })
	for {
		f := <-files // want "nodone"
		handle(f, errors.New(b.String()))
	}
}

func sleeps(ctx context.Context, d time.Duration) error {
	for !try() {
		time.Sleep(d) // want "sleep"
	}
	return nil
}

func ticks(ctx context.Context, t *time.Ticker) {
	for {
		<-t.C // want "sleep"
		handle()
	}
}

func literal(ctx context.Context, out chan<- point) {
	go func() {
		for {
			out <- point{ // want "nodone"
				x: 1,
				y: 2,
			}
		}
	}()
	handle()
}

func nested(ctx context.Context, in <-chan []int, out chan<- int) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case vs := <-in:
			for _, v := range vs {
				switch {
				case v > 0:
					out <- v // want "nodone"
				}
			}
		}
	}
}

func renamed(parent context.Context, out chan<- int) error {
	for {
		out <- 1 // want "nodone"
	}
}

func generic[T any](ctx context.Context, xs []T, out chan<- T) (last T, err error) {
	for _, x := range xs {
		out <- x // want "nodone"
	}
	return last, nil
}

type request struct{ ctx context.Context }

func (r *request) Context() context.Context { return r.ctx }

func carrier(r *request, out chan<- int) error {
	for {
		out <- 1 // want "nodone"
	}
}

// Breaks that become returns.

func breaks(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done(): // want "stuck"
			handle("over")
			break // leaves the loop
		}
	}
}

func breaksError(ctx context.Context, in <-chan int) (int, error) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done(): // want "stuck"
			break
		}
	}
}

// The break meant that the rest of the round is skipped too.
func breaksGoesOn(ctx context.Context, in <-chan int) {
	for {
		select {
		case v, ok := <-in:
			if !ok {
				handle("the end")
				return
			}
			handle(v)
		case <-ctx.Done(): // want "stuck"
			break
		}
		handle("a round")
	}
}

func breaksLabel(ctx context.Context, in <-chan int) {
	for {
	wait:
		select {
		case v := <-in:
			handle(v)
		case <-ctx.Done(): // want "stuck"
			break wait
		}
	}
}

// What is released by a defer is released in any case, and what is declared
// before or blank needs no declaration.
func deferred(ctx context.Context, mu *sync.Mutex, in <-chan int) error {
	mu.Lock()
	defer mu.Unlock()
	for {
		var v int
		v, ok := <-in // want "nodone"
		handle(v, ok)
	}
}

func definesBlank(ctx context.Context, in <-chan int) error {
	for {
		_, ok := <-in // want "nodone"
		handle(ok)
	}
}

func (s *service) storesField(ctx context.Context, in <-chan int) error {
	for {
		s.last = <-in // want "nodone"
	}
}

func array(ctx context.Context, in <-chan int) ([2]int, error) {
	for {
		<-in // want "nodone"
	}
}

// The context that is derived for a round is one, too.
func derivedInside(ctx context.Context, out chan<- int) error {
	for {
		ctx := context.WithValue(ctx, point{}, 1)
		handle(ctx)
		out <- 1 // want "nodone"
	}
}

// Behind the loop, there is nothing but other cases and the end.
func inCases(ctx context.Context, n int, xs []int, other chan bool, out chan<- int) {
	switch n {
	case 0:
		for _, x := range xs {
			out <- x // want "nodone"
		}
	default:
		handle("no loop")
	}
	return
}

func inClauses(ctx context.Context, xs []int, other chan bool, out chan<- int) {
	select {
	case <-other:
		for _, x := range xs {
			out <- x // want "nodone"
		}
	default:
		handle("no loop")
	}
}

// The goroutine has the context, although not in the loop that waits.
func pollerInside(ctx context.Context, in <-chan int) {
	go func() {
		for {
			refresh(ctx)
			for !try() {
				<-in // want "nodone"
			}
		}
	}()
}

func pollerOwn(ctx context.Context, in <-chan int) {
	go func(ctx context.Context) {
		for {
			<-in // want "nodone"
		}
	}(ctx)
}

// What is called does not go on.
func calledHere(ctx context.Context, in <-chan int) {
	println(ctx.Err())
	func() {
		for {
			<-in // want "nodone"
		}
	}()
}

// The literal waits at another time.
func sendsLiteral(ctx context.Context, in <-chan int, out chan<- func() int) error {
	for {
		out <- func() int { return <-in } // want "nodone"
	}
}

// No fix: the function cannot say that it stopped, or something would be
// skipped, or the place has no room for it.

func noError(ctx context.Context, in <-chan int) int {
	for {
		v := <-in // want "nodone"
		if v > 0 {
			return v
		}
	}
}

func closes(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		out <- x // want "nodone"
	}
	close(out)
}

func unlocks(ctx context.Context, mu *sync.Mutex, xs []int, out chan<- int) error {
	for _, x := range xs {
		mu.Lock()
		out <- x // want "nodone"
		mu.Unlock()
	}
	return nil
}

func goesOn(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		out <- x // want "nodone"
	}
	handle("the end")
}

func inside(ctx context.Context, in <-chan int) error {
	for {
		handle(<-in) // want "nodone"
	}
}

func header(ctx context.Context, in <-chan int) error {
	for {
		if v := <-in; v > 0 { // want "nodone"
			handle(v)
		}
	}
}

func shadowed(ctx context.Context, out chan<- int) error {
	for {
		ctx := "no context"
		handle(ctx)
		out <- 1 // want "nodone"
	}
}

func selects(ctx context.Context, a, b <-chan int) error {
	for {
		select { // want "nodone"
		case <-a:
		case <-b:
		}
	}
}

func ranges(ctx context.Context) error {
	in := make(chan int)
	for v := range in { // want "nodone"
		handle(v)
	}
	return nil
}

func called(ctx context.Context, out chan<- int) error {
	for {
		func() {
			out <- 1 // want "nodone"
		}()
	}
}

// A case of a select cannot add.
func adds(ctx context.Context, in <-chan int) (sum int, err error) {
	for sum < 10 {
		sum += <-in // want "nodone"
	}
	return sum, nil
}

// The index is worked out before the receive, in a case of a select behind it.
func storesAt(ctx context.Context, in <-chan int, place func() int, all []int) error {
	for {
		all[place()] = <-in // want "nodone"
	}
}

func newRequest(ctx context.Context) *request { return &request{ctx} }

// rclone/rclone: it goes on as long as what the function makes.
func background(ctx context.Context) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	go func() {
		for {
			s := <-signals // want "nodone"
			println(s.String())
		}
	}()
	println(ctx.Err())
}

// This one has no use without the context.
func poller(ctx context.Context) {
	go func() {
		for {
			refresh(ctx)
			time.Sleep(time.Second) // want "sleep"
		}
	}()
}

func refresh(ctx context.Context) { println(ctx) }

// The types cannot be written on one line.

func noZero(ctx context.Context, out chan<- int) (struct{ n int }, error) {
	for {
		out <- 1 // want "nodone"
	}
}

func noType(ctx context.Context, in <-chan struct{ n int }) error {
	for {
		v := <-in // want "nodone"
		handle(v.n)
	}
}

// The context in a field may be meant for more than the call.
type service struct {
	ctx  context.Context
	last int
}

func (s *service) serve(out chan<- int) error {
	for {
		out <- 1 // want "nodone"
	}
}

// What is derived would not be released.
func cancels(ctx context.Context, in <-chan int) error {
	_, cancel := context.WithCancel(ctx)
	for range 5 {
		<-in // want "nodone"
	}
	cancel()
	return nil
}

func stops(ctx context.Context, t *time.Ticker, in <-chan int) error {
	for range 5 {
		<-in // want "nodone"
	}
	t.Stop()
	return nil
}

// The receiver would wait for ever.
func closesError(ctx context.Context, xs []int, out chan<- int) error {
	for _, x := range xs {
		out <- x // want "nodone"
	}
	close(out)
	return nil
}

// By a literal, too, or a function that is none of a type.
func closesByLiteral(ctx context.Context, xs []int, out chan<- int) error {
	finish := func() { close(out) }
	for _, x := range xs {
		out <- x // want "nodone"
	}
	finish()
	return nil
}

func release(mu *sync.Mutex) { mu.Unlock() }

func releases(ctx context.Context, mu *sync.Mutex, xs []int, out chan<- int) error {
	mu.Lock()
	for _, x := range xs {
		out <- x // want "nodone"
	}
	release(mu)
	return nil
}

// Behind the loop, in its case or behind the goto.
func behindInCase(ctx context.Context, n int, xs []int, out chan<- int) {
	switch n {
	case 0:
		for _, x := range xs {
			out <- x // want "nodone"
		}
		handle("the end")
	}
}

func behindInClause(ctx context.Context, xs []int, other chan bool, out chan<- int) {
	select {
	case <-other:
		for _, x := range xs {
			out <- x // want "nodone"
		}
		handle("the end")
	}
}

func behindGoto(ctx context.Context, out chan<- int) {
again:
	handle("a round")
	out <- 1 // want "nodone"
	if !try() {
		goto again
	}
	handle("the end")
}

// The statement does something else, too.
func sendsReceived(ctx context.Context, in <-chan int, out chan<- int) error {
	for {
		out <- <-in // want "nodone"
	}
}

func sendsReceivedHere(ctx context.Context, in <-chan int) error {
	for {
		one := make(chan int, 1)
		one <- <-in // want "nodone"
		handle(one)
	}
}

func receivesReceived(ctx context.Context, ins <-chan chan int) error {
	var v int
	for {
		v = <-<-ins // want "nodone"
		handle(v)
	}
}

func receivesTwo(ctx context.Context, in <-chan int) error {
	var a, b int
	for {
		a, b = <-in, <-in // want "nodone"
		handle(a, b)
	}
}

func receivesPart(ctx context.Context, in <-chan int) error {
	var v int
	for {
		v = -<-in // want "nodone"
		handle(v)
	}
}

func sleepsReceived(ctx context.Context, in <-chan time.Duration) error {
	for {
		time.Sleep(<-in) // want "sleep"
	}
}

func sleepsElsewhere(ctx context.Context) error {
	for !try() {
		pause() // want "sleep"
	}
	return nil
}

func pause() { time.Sleep(time.Second) }

// The goroutine asks for another context only.
func goesOnBeside(ctx context.Context, s *service, in <-chan int) {
	go func() {
		for {
			<-in // want "nodone"
			handle(s.ctx)
		}
	}()
	println(ctx.Err())
}

// What would be written means something else there.
func hiddenType(ctx context.Context, in <-chan int) (point, error) {
	point := 1
	for {
		<-in // want "nodone"
		handle(point)
	}
}

func hiddenPackage(ctx context.Context, in <-chan *bufio.Reader) error {
	bufio := "buffered"
	for {
		r := <-in // want "nodone"
		handle(r, bufio)
	}
}

func hiddenParameter[T any](ctx context.Context, in <-chan T) (first T, err error) {
	for {
		type T = string
		<-in // want "nodone"
		handle(T("a"))
	}
}

func notImported(ctx context.Context, in <-chan int, rs *strings.Reader) error {
	for {
		buffer := <-buffers() // want "nodone"
		handle(buffer)
	}
}
