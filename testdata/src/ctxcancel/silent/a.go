// Package silent holds code that is fine. Where a comment names an issue, that
// is where somebody was annoyed by a linter that said otherwise.
package silent

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

func work(ctx context.Context) error { return ctx.Err() }

// golang/go#16230: a naked return of a named result.
func naked(ctx context.Context) (c context.Context, cancel context.CancelFunc) {
	c, cancel = context.WithCancel(ctx)
	return
}

// golang/go#31856: declared outside of the literal that assigns it.
func outside(ctx context.Context) {
	var cancel context.CancelFunc
	setup := func() {
		ctx, cancel = context.WithCancel(ctx)
	}
	setup()
	defer cancel()
	work(ctx)
}

var pkgCancel context.CancelFunc

func initGlobal() {
	var ctx context.Context
	ctx, pkgCancel = context.WithCancel(context.Background())
	go work(ctx)
}

// securego/gosec#1601, turbot/powerpipe#1064: a handler calls it.
func onSignal() { pkgCancel() }

// Who has the address of the variable may call what is in it.
var current atomic.Pointer[context.CancelFunc]

func published(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	current.Store(&cancel)
	go work(c)
}

// golang/go#25720: conditions that agree.
func agree(ctx context.Context, d time.Duration) {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	work(ctx)
	if d > 0 {
		cancel()
	}
}

func agreeTurned(ctx context.Context, d time.Duration) error {
	var cancel context.CancelFunc
	if d != 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	err := work(ctx)
	if d == 0 {
		return err
	}
	cancel()
	return err
}

func agreeField(ctx context.Context, r *http.Request) {
	var cancel func()
	if r.Close {
		ctx, cancel = context.WithCancel(ctx)
	}
	work(ctx)
	if r.Close {
		cancel()
	}
}

func agreeNil(ctx context.Context, d time.Duration) {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	work(ctx)
	if cancel != nil {
		cancel()
	}
}

func agreeNilDeferred(ctx context.Context, d time.Duration) {
	var cancel context.CancelFunc
	defer func() {
		if cancel != nil {
			cancel()
		}
	}()
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	work(ctx)
}

func noop(ctx context.Context, d time.Duration) {
	cancel := func() {}
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	work(ctx)
}

func inBranch(ctx context.Context, d time.Duration) {
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	work(ctx)
}

// securego/gosec#1584: returned to whoever shuts down.
func start(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	go work(ctx)
	return cancel
}

// securego/gosec#1590.
func inGoroutine(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		work(ctx)
	}()
}

type task struct {
	Cancel context.CancelFunc
	cancel context.CancelFunc
}

// securego/gosec#1591.
func inResult(ctx context.Context) *task {
	ctx, cancel := context.WithCancel(ctx)
	go work(ctx)
	return &task{Cancel: cancel}
}

// securego/gosec#1595: assigned after construction, called in a literal.
func afterwards(ctx context.Context) {
	t := &task{}
	ctx, t.cancel = context.WithCancel(ctx)
	defer func() { t.cancel() }()
	work(ctx)
}

// securego/gosec#1637.
func owned(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	j := &task{cancel: cancel}
	go func(j *task) { defer j.cancel(); work(ctx) }(j)
}

// securego/gosec#1668: lists and maps of things to clean up.
func list(ctx context.Context) {
	var cleanups []func()
	defer func() {
		for _, f := range cleanups {
			f()
		}
	}()
	ctx, cancel := context.WithCancel(ctx)
	cleanups = append(cleanups, cancel)
	work(ctx)
}

func mapped(ctx context.Context, m map[string]context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	m["x"] = cancel
	work(ctx)
}

func sent(ctx context.Context, ch chan<- context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	ch <- cancel
	work(ctx)
}

type res struct {
	ctx       context.Context
	ctxCancel context.CancelFunc
}

// goyek/goyek#572: straight into fields.
func (r *res) open(ctx context.Context) {
	r.ctx, r.ctxCancel = context.WithCancel(ctx)
}

func (r *res) cleanup() { r.ctxCancel() }

// threshold-network/keep-core#3875: returned and called by another.
func both(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		work(ctx)
		cancel()
	}()
	return ctx, cancel
}

// securego/gosec#1626: through a phi into a struct.
func phi(ctx context.Context, d time.Duration) *task {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	} else {
		ctx, cancel = context.WithCancel(ctx)
	}
	go work(ctx)
	return &task{Cancel: cancel}
}

// jjti/go-spancheck#12, #24: in a deferred literal, behind other conditions.
func deferredLiteral(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			log.Print(err)
		}
		cancel()
	}()
	return work(ctx)
}

// jjti/go-spancheck#25: a return outside of the variable's scope.
func scope(ctx context.Context, b bool) error {
	if b {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		return work(ctx)
	}
	return nil
}

// Ends that never come back.
func ends(ctx context.Context, n int) {
	ctx, cancel := context.WithCancel(ctx)
	switch n {
	case 0:
		panic("no")
	case 1:
		os.Exit(1)
	case 2:
		log.Fatal("no")
	case 3:
		runtime.Goexit()
	case 4:
		die("no")
	case 5:
		select {}
	}
	cancel()
}

func die(msg string) {
	log.Print(msg)
	os.Exit(1)
}

func fatal(t *testing.T, ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	if err := work(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
}

// Handed to what will call it.
func handed(t *testing.T, ctx, other context.Context) {
	c1, cancel1 := context.WithCancel(ctx)
	t.Cleanup(cancel1)
	c2, cancel2 := context.WithCancel(ctx)
	context.AfterFunc(other, cancel2)
	c3, cancel3 := context.WithCancel(ctx)
	time.AfterFunc(time.Second, cancel3)
	c4, cancel4 := context.WithCancel(ctx)
	once := sync.OnceFunc(cancel4)
	defer once()
	work(c1)
	work(c2)
	work(c3)
	work(c4)
}

func inGroup(ctx context.Context, g *errgroup.Group) {
	ctx, cancel := context.WithCancel(ctx)
	g.Go(func() error {
		defer cancel()
		return work(ctx)
	})
}

func toUnknown(ctx context.Context, sink func(context.CancelFunc)) {
	ctx, cancel := context.WithCancel(ctx)
	sink(cancel)
	work(ctx)
}

type holder interface{ Hold(func()) }

func toInterface(ctx context.Context, h holder) {
	ctx, cancel := context.WithCancel(ctx)
	h.Hold(cancel)
	work(ctx)
}

// The child is over already.
func childDone(ctx context.Context, in <-chan int) int {
	c, cancel := context.WithCancel(ctx)
	go work(c)
	select {
	case <-c.Done():
		return 0
	case v := <-in:
		cancel()
		return v
	}
}

func childErr(ctx context.Context) error {
	c, cancel := context.WithTimeout(ctx, time.Second)
	if err := work(c); c.Err() != nil {
		return err
	}
	cancel()
	return nil
}

func receivedDone(ctx context.Context) {
	c, cancel := context.WithTimeout(ctx, time.Second)
	if work(c) == nil {
		<-c.Done()
		return
	}
	cancel()
}

// A wrapper's cancel function is nil where it fails.
func wrapper(ctx context.Context, ok bool) (context.Context, context.CancelFunc, error) {
	if !ok {
		return nil, nil, errors.New("no")
	}
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel, nil
}

func wrapped(ctx context.Context, ok bool) error {
	ctx, cancel, err := wrapper(ctx, ok)
	if err != nil {
		return err
	}
	defer cancel()
	return work(ctx)
}

// A deferred release on error only, where success hands the context over.
func handsOver(ctx context.Context) (c context.Context, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err := work(ctx); err != nil {
		return nil, err
	}
	return ctx, nil
}

func handsOverStruct(ctx context.Context) (t *task, err error) {
	ctx, cancel := context.WithCancel(ctx)
	ok := false
	defer func() {
		if !ok {
			cancel()
		}
	}()
	if err := work(ctx); err != nil {
		return nil, err
	}
	ok = true
	return &task{Cancel: cancel}, nil
}

// AfterFunc's stop function is only asked.
func askedStop(ctx, other context.Context) func() bool {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(other, cancel)
	go work(ctx)
	return stop
}

// A method value and a conversion.
func conversions(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := (func())(cancel)
	defer f()
	work(ctx)
}

func methodValue(ctx context.Context) {
	var r res
	r.ctx, r.ctxCancel = context.WithCancel(ctx)
	defer r.cleanup()
	f := r.cleanup
	_ = f
}

func cause(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer func() { cancel(err) }()
	return work(ctx)
}

// vet cannot see these, and neither need we: the loop never ends.
func forever(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for {
		work(ctx)
	}
}

func generics[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return f(ctx)
}

func retried(ctx context.Context, f func(context.Context) error) error {
	var cancel context.CancelFunc
	for i := range 3 {
		if cancel != nil {
			cancel()
		}
		var c context.Context
		c, cancel = context.WithTimeout(ctx, time.Duration(i)*time.Second)
		if err := f(c); err == nil {
			break
		}
	}
	if cancel != nil {
		cancel()
	}
	return nil
}

// grpc-go's stream: what is returned on the error paths is an error, also when
// a function has wrapped it.
func wrapsErrors(ctx context.Context, opts []func() error) (t *task, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	for _, o := range opts {
		if err := o(); err != nil {
			return nil, wrap(err)
		}
	}
	if len(opts) > 3 {
		return nil, errors.New("too many")
	}
	if err := work(ctx); err != nil {
		return nil, err
	}
	return &task{Cancel: cancel}, nil
}

func wrap(err error) error { return errors.Join(err, nil) }

// caddy's shared state: the cancel function is returned, and kept too.
type registry struct {
	mu  sync.Mutex
	all map[string]entry
}

type entry struct {
	context.Context
	cancel context.CancelFunc
}

func (r *registry) add(name string) (context.Context, context.CancelFunc) {
	if e, ok := r.all[name]; ok {
		return e.Context, e.cancel
	}
	ctx, cancel := context.WithCancel(context.Background())
	wrapped := func() {
		cancel()
		delete(r.all, name)
	}
	r.all[name] = entry{ctx, wrapped}
	return ctx, wrapped
}

func newRegistry() *registry {
	r := &registry{all: make(map[string]entry)}
	r.add("first")
	return r
}

// net's resolver: two rounds at the most.
func udpThenTCP(ctx context.Context, tcp bool) error {
	networks := []string{"udp", "tcp"}
	if tcp {
		networks = []string{"tcp"}
	}
	for _, network := range networks {
		c, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := work(context.WithValue(c, key{}, network)); err != nil {
			return err
		}
	}
	return nil
}

type key struct{}

func array(ctx context.Context) {
	var cancels [2]context.CancelFunc
	ctx, cancels[0] = context.WithCancel(ctx)
	ctx, cancels[1] = context.WithCancel(ctx)
	work(ctx)
	for _, cancel := range cancels {
		cancel()
	}
}

func closeOver(ctx context.Context) func(*res) {
	ctx, cancel := context.WithCancel(ctx)
	return func(r *res) { r.ctx, r.ctxCancel = ctx, cancel }
}

func fieldOnError(ctx context.Context) (r *res, err error) {
	r = &res{}
	r.ctx, r.ctxCancel = context.WithCancel(ctx)
	defer func() {
		if err != nil {
			r.ctxCancel()
		}
	}()
	if err = work(r.ctx); err != nil {
		return nil, err
	}
	return r, nil
}
