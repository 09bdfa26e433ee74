package nodone

import (
	"context"
	"log"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ctxloop/shapes/dep"

	"github.com/spf13/cobra"
	xcontext "golang.org/x/net/context"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

type event struct {
	id   int
	body string
}

type pump struct {
	out    chan<- event
	in     chan event
	ready  chan struct{}
	events chan event
}

func use(...any)                        {}
func useCtx(ctx context.Context, x any) {}

// a method that sends on a field
func (p *pump) Run(ctx context.Context, items []event) {
	for _, it := range items {
		p.out <- it // want `\(ctxloop/nodone\)`
	}
}

// range over int
func Count(ctx context.Context, n int, out chan int) {
	for i := range n {
		out <- i // want `\(ctxloop/nodone\)`
	}
}

func Discard(ctx context.Context, in <-chan event) {
	for {
		_ = <-in // want `\(ctxloop/nodone\)`
	}
}

func Merge(ctx context.Context, a, b <-chan int, sum *int) {
	for {
		select { // want `\(ctxloop/nodone\)`
		case v := <-a:
			*sum += v
		case v := <-b:
			*sum -= v
		}
	}
}

func (p *pump) turn(ctx context.Context) {
	for {
		<-p.ready // want `\(ctxloop/nodone\)`
		p.step()
	}
}
func (p *pump) step() {}

// a request is a carrier
func (p *pump) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for ev := range p.events { // want `\(ctxloop/nodone\)`
		w.Write([]byte(ev.body))
	}
}

// a captured context handed to what returns nothing
func Start(ctx context.Context, in <-chan int) {
	go func() {
		for {
			x := <-in // want `\(ctxloop/nodone\)`
			useCtx(ctx, x)
		}
	}()
}

func Drain[T any](ctx context.Context, in <-chan T, f func(T)) {
	for {
		f(<-in) // want `\(ctxloop/nodone\)`
	}
}

type Ctx = context.Context

func Alias(c Ctx, out chan<- string, xs []string) {
	for i := 0; i < len(xs); i++ {
		out <- xs[i] // want `\(ctxloop/nodone\)`
	}
}

type Scope interface {
	context.Context
	User() string
}

func Named(sc Scope, in chan int) {
	for {
		v := <-in // want `\(ctxloop/nodone\)`
		use(v, sc.User())
	}
}

func Constrained[C context.Context](c C, in chan int) {
	for {
		use(<-in) // want `\(ctxloop/nodone\)`
	}
}

func Old(ctx xcontext.Context, in chan int) {
	for {
		use(<-in) // want `\(ctxloop/nodone\)`
	}
}

func OldFine(ctx xcontext.Context, in chan int) {
	for {
		select {
		case v := <-in:
			use(v)
		case <-ctx.Done():
			return
		}
	}
}

func (p *pump) Watch(req *event, stream grpc.ServerStream) error {
	for {
		ev := <-p.in // want `\(ctxloop/nodone\)`
		if ev.id == req.id {
			return nil
		}
	}
}

var jobs = make(chan string)

func runE(cmd *cobra.Command, args []string) error {
	for _, a := range args {
		jobs <- a // want `\(ctxloop/nodone\)`
	}
	return nil
}

func Goto(ctx context.Context, in <-chan int) {
again:
	v := <-in // want `\(ctxloop/nodone\)`
	use(v)
	goto again
}

func Labelled(ctx context.Context, a, b <-chan int) {
outer:
	for {
		select { // want `\(ctxloop/nodone\)`
		case <-a:
			continue outer
		case v := <-b:
			if v == 0 {
				break outer
			}
		}
	}
}

// inner is judged although outer observes
func Inner(ctx context.Context, reqs <-chan event, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-reqs:
			for {
				v := <-in // want `\(ctxloop/nodone\)`
				if v == r.id {
					break
				}
			}
		}
	}
}

func WaitGroupGo(ctx context.Context, xs []int, out chan<- int) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for _, x := range xs {
			out <- x // want `\(ctxloop/nodone\)`
		}
	})
	wg.Wait()
}

func Group(ctx context.Context, xs []int, out chan<- int) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, x := range xs {
		g.Go(func() error {
			for i := 0; i < x; i++ {
				out <- i // want `\(ctxloop/nodone\)`
			}
			return nil
		})
	}
	return g.Wait()
}

// range over a local that nobody closes, in a group
func GroupRange(ctx context.Context, f func(chan<- int)) error {
	g, ctx := errgroup.WithContext(ctx)
	p := &pump{in: make(chan event)}
	g.Go(func() error {
		for v := range p.in { // want `\(ctxloop/nodone\)`
			use(v)
		}
		return nil
	})
	return g.Wait()
}

func Helper(ctx context.Context, q *dep.Queue, xs []int) {
	for _, x := range xs {
		q.Push(x) // want `\(ctxloop/nodone\)`
	}
}

func HelperPop(ctx context.Context, q *dep.Queue) {
	for {
		if q.Pop() == 0 { // want `\(ctxloop/nodone\)`
			return
		}
	}
}

func HelperGeneric(ctx context.Context, ch chan<- string, xs []string) {
	for _, x := range xs {
		dep.Send(ch, x) // want `\(ctxloop/nodone\)`
	}
}

func (p *pump) put(e event) { p.in <- e }

func (p *pump) PutAll(ctx context.Context, es []event) {
	put := p.put
	for _, e := range es {
		put(e) // drained by the goroutine of GroupRange
	}
}

// a helper that does not block
func HelperTry(ctx context.Context, q *dep.Queue, xs []int) {
	for _, x := range xs {
		q.Try(x)
	}
}

// a helper that gets the context
func HelperContext(ctx context.Context, q *dep.Queue, xs []int) error {
	for _, x := range xs {
		if err := q.PushContext(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// a callback of the workspace
func Callback(ctx context.Context, xs []int, out chan<- int) {
	dep.Each(xs, func(x int) {
		out <- x // want `\(ctxloop/nodone\)`
	})
}

func CallbackErr(ctx context.Context, xs []int, out chan<- int) error {
	return dep.Visit(xs, func(x int) error {
		v, err := dep.Compute(x)
		if err != nil {
			return err
		}
		out <- v // want `\(ctxloop/nodone\)`
		return nil
	})
}

// a callback that observes
func CallbackFine(ctx context.Context, xs []int, out chan<- int) error {
	return dep.Visit(xs, func(x int) error {
		select {
		case out <- x:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

func Iterator(ctx context.Context, ch <-chan int) {
	for v := range dep.All(ch) { // want `\(ctxloop/nodone\)`
		use(v)
	}
}

func IteratorFine(ctx context.Context, ch <-chan int) {
	for v := range dep.AllContext(ctx, ch) {
		use(v)
	}
}

func MapKeys(ctx context.Context, m map[string]int, out chan<- string) {
	for k := range maps.Keys(m) {
		out <- k // want `\(ctxloop/nodone\)`
	}
	for _, v := range slices.All([]string{"a", "b", "c", "d", "e"}) {
		out <- v // want `\(ctxloop/nodone\)`
	}
}

func Idle(ctx context.Context, in <-chan int, d time.Duration) {
	for {
		select { // want `\(ctxloop/nodone\)`
		case v := <-in:
			use(v)
		case <-time.After(d):
			log.Print("idle")
		}
	}
}

type sub struct{ ch chan event }

type hub struct {
	mu   sync.Mutex
	subs map[int]*sub
	list []*sub
	quit chan struct{}
	stop atomic.Bool
	in   chan event
	flag bool
}

// pub/sub
func (h *hub) Publish(ctx context.Context, e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.subs {
		s.ch <- e // want `\(ctxloop/nodone\)`
	}
}

func FanIn(ctx context.Context, chans []<-chan int) (sum int) {
	for _, c := range chans {
		sum += <-c // want `\(ctxloop/nodone\)`
	}
	return sum
}

func Asks(ctx context.Context, out chan<- int) {
	for ctx.Err() == nil {
		out <- 1 // want `\(ctxloop/nodone\)`
	}
}

func AsksHelper(ctx context.Context, out chan<- int) {
	for i := 0; ; i++ {
		if dep.Stopped(ctx) {
			return
		}
		out <- i // want `\(ctxloop/nodone\)`
	}
}

func AsksError(ctx context.Context, out chan<- int, xs []int) error {
	for _, x := range xs {
		if err := dep.Poll(ctx); err != nil {
			return err
		}
		out <- x // want `\(ctxloop/nodone\)`
	}
	return nil
}

func AsksIterator(ctx context.Context, out chan<- int, xs []int) {
	for x := range dep.Polled(ctx, xs) {
		out <- x // want `\(ctxloop/nodone\)`
	}
}

func AsksCause(ctx context.Context, in <-chan int) error {
	for {
		if context.Cause(ctx) != nil {
			return context.Cause(ctx)
		}
		use(<-in) // want `\(ctxloop/nodone\)`
	}
}

func AsksSelect(ctx context.Context, out chan<- int) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		out <- 1 // want `\(ctxloop/nodone\)`
	}
}

func AsksSelectDefault(ctx context.Context, out chan<- int) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
			out <- 1 // want `\(ctxloop/nodone\)`
		}
	}
}

func Detached(ctx context.Context, in <-chan int) {
	d := context.WithoutCancel(ctx)
	for {
		select { // want `\(ctxloop/nodone\)`
		case v := <-in:
			use(v)
		case <-d.Done():
			return
		}
	}
}

func Unheeded(ctx context.Context, in <-chan int) {
	for {
		v := <-in // want `\(ctxloop/nodone\)`
		if ctx.Err() != nil {
			log.Print("over")
		}
		use(v)
	}
}

func Logs(ctx context.Context, out chan<- int, xs []int) {
	for _, x := range xs {
		dep.Log(ctx, "sending", x)
		out <- x // want `\(ctxloop/nodone\)`
	}
}

func Success(ctx context.Context, retry <-chan struct{}) error {
	for {
		if err := dep.Step(ctx); err == nil {
			return nil
		}
		<-retry // want `\(ctxloop/nodone\)`
	}
}
func (h *hub) Stop() { close(h.quit) }
func (h *hub) Halt() { h.stop.Store(true) }

// a case that may leave is not a stop
func Results(ctx context.Context, in <-chan event, errc <-chan error) error {
	for {
		select { // want `\(ctxloop/nodone\)`
		case e := <-in:
			use(e)
		case err := <-errc:
			return err
		}
	}
}

// stop channel that nobody closes
type lonely struct {
	quit chan struct{}
	in   chan int
}

func (l *lonely) loop(ctx context.Context) {
	for {
		select { // want `\(ctxloop/nodone\)`
		case <-l.quit:
			return
		case v := <-l.in:
			use(v)
		}
	}
}

// range over a field that the package closes
type closing struct{ in chan int }

func (c *closing) loop(ctx context.Context) {
	for v := range c.in { // the package closes it
		use(v)
	}
}
func (c *closing) Close() { close(c.in) }

func OkField(ctx context.Context, p *pump) {
	for {
		v, ok := <-p.in // want `\(ctxloop/nodone\)`
		if !ok {
			break
		}
		use(v)
	}
}

func OkSelect(ctx context.Context, a, b <-chan int) {
	for {
		select { // want `\(ctxloop/nodone\)`
		case v, ok := <-a:
			if !ok {
				return
			}
			use(v)
		case v := <-b:
			use(v)
		}
	}
}

func Watches(ctx context.Context) {
	for s := range dep.Watch(ctx, "k") {
		use(s)
	}
	ch := dep.Watch(ctx, "k")
	for {
		s, ok := <-ch
		if !ok {
			return
		}
		use(s)
	}
}

func Four(ctx context.Context, ch <-chan int) {
	for i := 0; i < 4; i++ {
		use(<-ch) // want `\(ctxloop/nodone\)`
	}
}
func Three(ctx context.Context, ch <-chan int) {
	for i := 0; i < 3; i++ {
		use(<-ch)
	}
	for range 3 {
		use(<-ch)
	}
	for _, s := range []string{"a", "b"} {
		use(s, <-ch)
	}
	var arr [3]chan int
	for _, c := range arr {
		<-c
	}
}

func Blank(_ context.Context, in <-chan int) {
	for {
		use(<-in)
	}
}

// unnamed
func Unnamed(context.Context, <-chan int) {
	for {
		use(<-jobs)
	}
}

// two waits: the first
func TwoWaits(ctx context.Context, in, out chan int) {
	for {
		v := <-in // want `\(ctxloop/nodone\)`
		out <- v * 2
	}
}

// pipeline stage with defer close
func Stage(ctx context.Context, in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			out <- v * v // want `\(ctxloop/nodone\)`
		}
	}()
	return out
}

// method expression started with go
func (p *pump) serve() {
	for {
		e := <-p.in
		use(e)
	}
}
