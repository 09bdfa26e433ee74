// Package abandoned has goroutines that send to a parent that has left.
package abandoned

import (
	"context"
	"errors"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

type result struct {
	n   int
	err error
}

func compute() (int, error) { return 1, nil }
func load(int) error        { return nil }
func use(int)               {}

// The context wins.
func ctxWins(ctx context.Context) (int, error) {
	res := make(chan result)
	go func() {
		n, err := compute()
		res <- result{n, err} // want `nobody receives what is sent here on "res", made at line \d+, when "ctx" is done first and ctxWins returns at line \d+, so the goroutine waits for ever: make the channel with capacity 1 \(ctxwait/abandoned\)`
	}()
	select {
	case r := <-res:
		return r.n, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func room(ctx context.Context) (int, error) {
	res := make(chan result, 1)
	go func() {
		n, err := compute()
		res <- result{n, err}
	}()
	select {
	case r := <-res:
		return r.n, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// A derived context.
func derivedWins(parent context.Context) error {
	tctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	errs := make(chan error, 0)
	go func() {
		_, err := compute()
		errs <- err // want `on "errs", made at line \d+, when "tctx" is done first and derivedWins returns at line \d+`
	}()
	select {
	case <-tctx.Done():
	case err := <-errs:
		return err
	}
	return tctx.Err()
}

// A timer wins; there need not be a context.
func timerWins(d time.Duration) int {
	c := make(chan int)
	go func() {
		n, _ := compute()
		c <- n // want `on "c", made at line \d+, when the time is over first`
	}()
	select {
	case n := <-c:
		return n
	case <-time.After(d):
		return 0
	}
}

func stopWins(quit chan struct{}) {
	for {
		probe := make(chan bool)
		go func() { probe <- true }() // want `on "probe", made at line \d+, when "quit" comes first and stopWins returns at line \d+`
		select {
		case <-probe:
		case <-quit:
			return
		}
	}
}

// Each round makes a new channel: the old one is forgotten.
func nextRound(tick <-chan time.Time) {
	for {
		probe := make(chan bool)
		go func() {
			probe <- true // want `on "probe", made at line \d+, when the time is over first and nextRound goes on with a new channel`
		}()
		select {
		case <-probe:
		case <-tick:
		}
	}
}

func earlyReturn(n int) (int, error) {
	first := make(chan int)
	go func() {
		v, _ := compute()
		first <- v // want `on "first", made at line \d+, when earlyReturn returns at line \d+`
	}()
	if err := load(n); err != nil {
		return 0, err
	}
	return <-first, nil
}

// Conditions that agree: without the goroutine there is nothing to receive.
func agreeing(beside bool) int {
	c := make(chan int)
	if beside {
		go func() {
			n, _ := compute()
			c <- n
		}()
	}
	use(1)
	if !beside {
		return 0
	}
	return <-c
}

// More is sent than received.
func firstWins(urls []string) int {
	out := make(chan int)
	for range urls {
		go func() {
			n, _ := compute()
			out <- n // want `on "out", made at line \d+, once firstWins returns at line \d+, so the goroutine waits for ever: send in a select with a case for a channel that says so, or make the channel with room for all that is sent`
		}()
	}
	return <-out
}

func allReceived(urls []string) (sum int) {
	out := make(chan int)
	for range urls {
		go func() {
			n, _ := compute()
			out <- n
		}()
	}
	for range urls {
		sum += <-out
	}
	return sum
}

// kubernetes/client-go: as many rounds as goroutines.
func allCounted(n int) {
	done := make(chan bool)
	for i := 0; i < n; i++ {
		go func() {
			defer func() { done <- true }()
			compute()
		}()
	}
	for range n {
		<-done
	}
}

func countedDown(n int) {
	done := make(chan bool)
	for i := 0; i < n; i++ {
		go func() { done <- true }()
	}
	left := n
	for left > 0 {
		<-done
		left--
	}
}

func countedInBody(n int) {
	done := make(chan bool)
	for i := 0; i < n; i++ {
		go func() { done <- true }()
	}
	seen := 0
	for {
		<-done
		seen++
		if seen == n {
			break
		}
	}
}

// The first error wins: the others are stuck.
func firstError(items []int) error {
	errs := make(chan error)
	for _, it := range items {
		go func() {
			errs <- load(it) // want `on "errs", made at line \d+, once firstError returns at line \d+`
		}()
	}
	for range items {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func firstErrorWithRoom(items []int) error {
	errs := make(chan error, len(items))
	for _, it := range items {
		go func() { errs <- load(it) }()
	}
	for range items {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// Nothing was started when there is nothing to do.
func nothingToDo(items []int) {
	errs := make(chan error)
	for _, it := range items {
		go func() { errs <- load(it) }()
	}
	if len(items) == 0 {
		return
	}
	for range items {
		<-errs
	}
}

// Two goroutines, one receive.
func twoSenders() error {
	errs := make(chan error)
	go func() { errs <- load(1) }() // want `on "errs", made at line \d+, once twoSenders returns at line \d+`
	go func() { errs <- load(2) }() // want `on "errs", made at line \d+, once twoSenders returns at line \d+`
	return <-errs
}

func twoSendersTwoReceives() error {
	errs := make(chan error)
	go func() { errs <- load(1) }()
	go func() { errs <- load(2) }()
	return errors.Join(<-errs, <-errs)
}

func twoSendersFirstError() error {
	errs := make(chan error)
	go func() { errs <- load(1) }() // want `on "errs"`
	go func() { errs <- load(2) }() // want `on "errs"`
	if err := <-errs; err != nil {
		return err
	}
	return <-errs
}

// A goroutine that sends twice.
func sendsTwice() int {
	c := make(chan int)
	go func() {
		c <- 1
		c <- 2 // want `on "c", made at line \d+, once sendsTwice returns at line \d+`
	}()
	return <-c
}

func receivesTwice() int {
	c := make(chan int)
	go func() {
		c <- 1
		c <- 2
	}()
	return <-c + <-c
}

// Missing return: the second send follows the first when there is an error.
func missingReturn(n int) error {
	c := make(chan error)
	go func() {
		err := load(n)
		if err != nil {
			c <- err
		}
		c <- nil // want `on "c"`
	}()
	return <-c
}

// Sends that exclude each other.
func either() int {
	c := make(chan int)
	go func() {
		n, err := compute()
		if err != nil {
			c <- -1
			return
		}
		c <- n
	}()
	return <-c
}

func eitherByConditions(neg bool) int {
	c := make(chan int)
	go func() {
		if neg {
			c <- -1
		}
		use(1)
		if !neg {
			c <- 1
		}
	}()
	return <-c
}

// Two channels: a goroutine that sent the one does not send the other.
func valueOrError() (int, error) {
	vals, errs := make(chan int), make(chan error)
	go func() {
		n, err := compute()
		if err != nil {
			errs <- err
			return
		}
		vals <- n
	}()
	select {
	case v := <-vals:
		return v, nil
	case err := <-errs:
		return 0, err
	}
}

func valueOrErrorOrDone(ctx context.Context) (int, error) {
	vals, errs := make(chan int), make(chan error)
	go func() {
		n, err := compute()
		if err != nil {
			errs <- err // want `on "errs", made at line \d+, when "ctx" is done first`
		} else {
			vals <- n // want `on "vals", made at line \d+, when "ctx" is done first`
		}
	}()
	select {
	case v := <-vals:
		return v, nil
	case err := <-errs:
		return 0, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// The goroutine can give up too.
func bothSelect(ctx context.Context) int {
	c := make(chan int)
	go func() {
		n, _ := compute()
		select {
		case c <- n:
		case <-ctx.Done():
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// A select whose cases all send helps nobody.
func selectOfSends(ctx context.Context) int {
	a, b := make(chan int), make(chan int)
	go func() {
		select { // want `on "a", made at line \d+, when "ctx" is done first`
		case a <- 1:
		case b <- 2:
		}
	}()
	select {
	case n := <-a:
		return n
	case n := <-b:
		return n
	case <-ctx.Done():
		return 0
	}
}

func sendOrGiveUp(ctx context.Context) int {
	c := make(chan int)
	go func() {
		select {
		case c <- 1:
		default:
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// Joined on the way out.
func receivesAfterDone(ctx context.Context, stop func()) int {
	c := make(chan int)
	go func() {
		n, _ := compute()
		c <- n
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		stop()
		return <-c
	}
}

func drainedLater(ctx context.Context) int {
	c := make(chan int)
	go func() { c <- 1 }()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		go func() { <-c }()
		return 0
	}
}

func drainedInDefer(ctx context.Context) int {
	c := make(chan int)
	go func() {
		defer close(c)
		c <- 1
	}()
	defer func() {
		for range c {
		}
	}()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// The channel goes where nobody can see.
type keeper struct{ c chan int }

func kept(ctx context.Context, k *keeper) int {
	c := make(chan int)
	k.c = c
	go func() { c <- 1 }()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

func returned(ctx context.Context) <-chan int {
	c := make(chan int)
	go func() { c <- 1 }()
	select {
	case <-ctx.Done():
		return nil
	default:
	}
	return c
}

func listed(ctx context.Context) {
	var all []chan int
	for range 3 {
		c := make(chan int)
		all = append(all, c)
		go func() { c <- 1 }()
	}
	merge(all)
}

func merge(all []chan int) {
	for _, c := range all {
		<-c
	}
}

// A stream of values.
func stream(ctx context.Context, xs []int) error {
	c := make(chan int)
	go func() {
		defer close(c)
		for _, x := range xs {
			c <- x // want `on "c", made at line \d+, when "ctx" is done first and stream returns at line \d+`
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case v, ok := <-c:
			if !ok {
				return nil
			}
			use(v)
		}
	}
}

func streamToTheEnd(xs []int) {
	c := make(chan int)
	go func() {
		defer close(c)
		for _, x := range xs {
			c <- x
		}
	}()
	for v := range c {
		use(v)
	}
}

func streamGivenUp(xs []int) error {
	c := make(chan int)
	go func() {
		defer close(c)
		for _, x := range xs {
			c <- x // want `on "c", made at line \d+, once streamGivenUp returns at line \d+`
		}
	}()
	for v := range c {
		if err := load(v); err != nil {
			return err
		}
	}
	return nil
}

// After an error, the goroutine sends nothing more.
func streamWithError(next func() (int, error)) error {
	c := make(chan result)
	go func() {
		defer close(c)
		for {
			n, err := next()
			if err != nil {
				c <- result{err: err}
				return
			}
			c <- result{n: n}
		}
	}()
	for r := range c {
		if r.err != nil {
			return r.err
		}
		use(r.n)
	}
	return nil
}

func streamOfEvents(ctx context.Context, next func() int) {
	c := make(chan int)
	go func() {
		for {
			c <- next() // want `on "c", made at line \d+, when "ctx" is done first`
		}
	}()
	for {
		select {
		case v := <-c:
			use(v)
		case <-ctx.Done():
			return
		}
	}
}

// Another channel says that the goroutine has ended.
func toldByWaitGroup(items []int) error {
	errs := make(chan error)
	done := make(chan struct{})
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := load(it); err != nil {
				log.Print(err)
			}
		}()
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := load(0); err != nil {
			errs <- err
		}
	}()
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case err := <-errs:
		return err
	case <-done:
		return nil
	}
}

func toldByClose() error {
	errs := make(chan error)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := load(0); err != nil {
			errs <- err
		}
	}()
	select {
	case err := <-errs:
		return err
	case <-done:
		return nil
	}
}

// The other goroutine has nothing to do with this one.
func raced() error {
	errs := make(chan error)
	done := make(chan struct{})
	go func() {
		errs <- load(0) // want `on "errs", made at line \d+, when "done" comes first`
	}()
	go func() {
		use(1)
		close(done)
	}()
	select {
	case err := <-errs:
		return err
	case <-done:
		return nil
	}
}

// Only one of the goroutines sends.
func onceOnly(items []int) error {
	var once sync.Once
	c := make(chan error)
	for _, it := range items {
		go func() {
			if err := load(it); err != nil {
				once.Do(func() { c <- err })
			}
		}()
	}
	return <-c
}

func atomicOnly(items []int) {
	var left atomic.Int32
	left.Store(int32(len(items)))
	c := make(chan struct{})
	for _, it := range items {
		go func() {
			load(it)
			if left.Add(-1) == 0 {
				c <- struct{}{}
			}
		}()
	}
	<-c
}

// … but even that one is stuck when nobody receives at all.
func atomicAndDone(ctx context.Context, items []int) {
	var left atomic.Int32
	left.Store(int32(len(items)))
	c := make(chan struct{})
	for _, it := range items {
		go func() {
			load(it)
			if left.Add(-1) == 0 {
				c <- struct{}{} // want `on "c", made at line \d+, when "ctx" is done first`
			}
		}()
	}
	select {
	case <-c:
	case <-ctx.Done():
	}
}

// Functions with a name: the finding stands at the send.
func produce(out chan<- int, n int) {
	v, err := compute()
	if err != nil {
		return
	}
	out <- v + n // want `on "out", made at line \d+, when "ctx" is done first and named returns at line \d+`
}

func named(ctx context.Context) int {
	c := make(chan int)
	go produce(c, 1)
	select {
	case v := <-c:
		return v
	case <-ctx.Done():
		return 0
	}
}

type service struct{ quit chan struct{} }

func (s *service) deliver(to chan int) { to <- 1 } // want `on "to", made at line \d+, when "s.quit" comes first`

func (s *service) method() {
	c := make(chan int)
	go s.deliver(c)
	select {
	case <-c:
	case <-s.quit:
	}
}

func methodValue(ctx context.Context, s *service) {
	c := make(chan int)
	run := s.again
	go run(c)
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func (s *service) again(to chan<- int) { to <- 2 } // want `on "to", made at line \d+, when "ctx" is done first`

// Through a call, and a value that decides there.
func report(c chan error, err error) {
	if err != nil {
		c <- err
	}
	c <- nil // want `on "c", made at line \d+, once called returns at line \d+`
}

func calledWithNil() {
	c := make(chan error)
	go func() { report(c, nil) }()
	<-c
}

func called(n int) {
	c := make(chan error)
	go func() { report(c, load(n)) }()
	<-c
}

// Deferred sends.
func deferredSend(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		defer func() { done <- struct{}{} }() // want `on "done", made at line \d+, when "ctx" is done first`
		compute()
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// In groups.
func grouped(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	c := make(chan int)
	g.Go(func() error {
		n, err := compute()
		c <- n // want `on "c", made at line \d+, when "gctx" is done first`
		return err
	})
	select {
	case n := <-c:
		use(n)
	case <-gctx.Done():
		return gctx.Err()
	}
	return g.Wait()
}

func waitGroup(ctx context.Context) {
	var wg sync.WaitGroup
	c := make(chan int)
	wg.Go(func() {
		c <- 1 // want `on "c", made at line \d+, when "ctx" is done first`
	})
	select {
	case <-c:
	case <-ctx.Done():
	}
}

// Generic functions.
func generic[T any](ctx context.Context, f func() T) (zero T) {
	c := make(chan T)
	go func() {
		c <- f() // want `on "c", made at line \d+, when "ctx" is done first`
	}()
	select {
	case v := <-c:
		return v
	case <-ctx.Done():
		return zero
	}
}

var _ = generic[int]

// In a literal.
var handler = func(ctx context.Context) {
	c := make(chan int)
	go func() {
		c <- 1 // want `when "ctx" is done first and the function literal returns at line \d+`
	}()
	select {
	case <-c:
	case <-ctx.Done():
	}
}

// Labelled jumps.
func labelled(ctx context.Context) {
	c := make(chan int)
	go func() {
		for i := range 10 {
			c <- i // want `on "c", made at line \d+, when "ctx" is done first and labelled returns`
		}
		close(c)
	}()
loop:
	for {
		select {
		case v, ok := <-c:
			if !ok {
				break loop
			}
			use(v)
		case <-ctx.Done():
			break loop
		}
	}
}

// The process ends with the parent.
func fatal(d time.Duration) {
	c := make(chan int)
	go func() { c <- 1 }()
	select {
	case <-c:
	case <-time.After(d):
		log.Fatal("too slow")
	}
}

func exits(ctx context.Context) {
	c := make(chan int)
	go func() { c <- 1 }()
	select {
	case <-c:
	case <-ctx.Done():
		os.Exit(1)
	}
}

func panics(ctx context.Context) int {
	c := make(chan int)
	go func() { c <- 1 }()
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		panic("cancelled")
	}
}

// Senders in callbacks of unknown code are unknown.
func timed(ctx context.Context) {
	c := make(chan int)
	time.AfterFunc(time.Second, func() { c <- 1 })
	select {
	case <-c:
	case <-ctx.Done():
	}
}

// … but they do not excuse a goroutine.
func callbackAndGoroutine(ctx context.Context, each func(func(int))) error {
	c := make(chan result)
	go func() {
		each(func(n int) {
			select {
			case c <- result{n: n}:
			case <-ctx.Done():
			}
		})
		if err := load(0); err != nil {
			c <- result{err: err} // want `on "c", made at line \d+, when "ctx" is done first`
		}
		close(c)
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r, ok := <-c:
			if !ok {
				return nil
			}
			use(r.n)
		}
	}
}

// A pipeline in which the goroutine receives from its parent is a protocol.
func protocol(ctx context.Context) {
	c := make(chan int)
	go func() {
		n := <-c
		c <- n + 1
	}()
	c <- 1
	select {
	case <-c:
	case <-ctx.Done():
	}
}
