package paths

import (
	"context"
	"errors"
	"iter"
	"log"
	"os"
	"runtime"
	"sync"
	"time"

	"ctxcancel/paths/dep"
)

func use(context.Context)              {}
func work(context.Context) error       { return nil }
func ok() bool                         { return true }
func val(context.Context) (int, error) { return 0, nil }

func early(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // want `"cancel".*line 24.*ctxcancel/lostpath`
	if err := work(ctx); err != nil {
		return err
	}
	cancel()
	return nil
}

func named(ctx context.Context) (err error) {
	ctx, stop := context.WithTimeout(ctx, time.Second) // want `"stop".*ctxcancel/lostpath`
	if err = work(ctx); err != nil {
		return
	}
	stop()
	return
}

// A naked return hands a named result over.
func namedResult(ctx context.Context) (c context.Context, cancel context.CancelFunc, err error) {
	c, cancel = context.WithCancel(ctx)
	if err = work(c); err != nil {
		return
	}
	return
}

func namedResultLost(ctx context.Context) (c context.Context, cancel context.CancelFunc, err error) {
	c, cancel = context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if err = work(c); err != nil {
		return nil, nil, err
	}
	return
}

func sw(ctx context.Context, n int) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	switch n {
	case 0:
		cancel()
	case 1:
		defer cancel()
		use(c)
	default:
		use(c)
	}
}

func swAll(ctx context.Context, n int) {
	c, cancel := context.WithCancel(ctx)
	switch n {
	case 0:
		cancel()
	case 1:
		defer cancel()
		use(c)
	default:
		use(c)
		cancel()
	}
}

func swFall(ctx context.Context, n int) {
	c, cancel := context.WithCancel(ctx)
	switch n {
	case 0:
		use(c)
		fallthrough
	case 1:
		cancel()
	default:
		panic(n)
	}
}

func typeSwitch(ctx context.Context, v any) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	switch v := v.(type) {
	case error:
		return v
	case string:
		cancel()
		return errors.New(v)
	}
	cancel()
	return c.Err()
}

func sel(ctx context.Context, in chan int) int {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	select {
	case v := <-in:
		return v
	case <-ctx.Done():
		cancel()
		return 0
	}
	_ = c
	return 0
}

// The child's own Done was received.
func selOwn(ctx context.Context, in chan int) int {
	c, cancel := context.WithCancel(ctx)
	select {
	case v := <-in:
		cancel()
		return v
	case <-c.Done():
		return 0
	}
}

func gotoOut(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if ok() {
		goto out
	}
	cancel()
out:
	return work(c)
}

func gotoIn(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx)
	if ok() {
		goto out
	}
	use(c)
out:
	cancel()
	return nil
}

func labelled(ctx context.Context, xs [][]int) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
outer:
	for _, x := range xs {
		for _, y := range x {
			if y == 0 {
				break outer
			}
			if y == 1 {
				cancel()
				return
			}
		}
	}
	use(c)
}

func deferIf(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	return work(c)
}

// Each return with an error was reached by a test of the variable that the
// deferred literal looks at, and so is each call that makes another of it.
func deferIfNamed(ctx context.Context, xs []int) (err error) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err = work(c); err != nil {
		return err
	}
	err = work(ctx)
	if err != nil {
		return
	}
	if err = work(ctx); !(err == nil) {
		return because(err)
	}
	cancel()
	return nil
}

func because(err error) error { return err }

// What another literal leaves in the variable is not known.
func deferIfSetElsewhere(ctx context.Context) (c *conn, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	try := func(f func(context.Context) error) bool {
		err = f(ctx)
		return err == nil
	}
	if !try(work) {
		return c, err
	}
	return &conn{ctx: ctx}, nil
}

func deferIfAgain(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err = work(c); err != nil {
		err = work(ctx) // not the one that was tested
		return err
	}
	cancel()
	return nil
}

func deferIfRounds(ctx context.Context, xs []int) (err error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	for range xs {
		if err = work(c); err != nil {
			continue // the next round may succeed
		}
	}
	return err
}

type conn struct{ ctx context.Context }

// On success the context lives on in what is returned.
func deferIfHanded(ctx context.Context) (cn *conn, err error) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	if err = work(c); err != nil {
		return nil, err
	}
	return &conn{ctx: c}, nil
}

func deferIfGo(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	go use(c)
	return work(c)
}

func deferUnrelated(ctx context.Context) (err error) {
	c, cancel := context.WithCancel(ctx)
	defer func() {
		if err != nil {
			log.Println(err)
		}
		cancel()
	}()
	return work(c)
}

func calleeIgnores(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	use(c)
	dep.Ignore(cancel)
}

func calleeCompares(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	use(c)
	dep.Compare(cancel)
}

func calleePassIgnore(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	use(c)
	dep.PassIgnore(cancel)
}

func calleeCalls(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	use(c)
	dep.Call(cancel)
	c, cancel = context.WithCancel(ctx)
	use(c)
	dep.Pass(cancel)
	c, cancel = context.WithCancel(ctx)
	use(c)
	dep.Keep(cancel)
	c, cancel = context.WithCancel(ctx)
	use(c)
	dep.Maybe(cancel, ok())
}

func deferIgnores(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	defer dep.Ignore(cancel)
	use(c)
}

func goIgnores(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	go dep.Ignore(cancel)
	use(c)
}

func noReturns(ctx context.Context, n int) {
	c, cancel := context.WithCancel(ctx)
	switch n {
	case 0:
		panic("no")
	case 1:
		os.Exit(1)
	case 2:
		log.Fatalf("no")
	case 3:
		runtime.Goexit()
	case 4:
		dep.Die("x")
	case 5:
		log.Panicln("x")
	case 6:
		select {}
	case 7:
		for {
		}
	}
	use(c)
	cancel()
}

func maybeDies(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		dep.Check(err)
		return
	}
	cancel()
}

func agree(ctx context.Context, d time.Duration) error {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	err := work(ctx)
	if d > 0 {
		cancel()
	}
	return err
}

func agreeNot(ctx context.Context, d, e time.Duration) error {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d) // want "ctxcancel/lostpath"
	}
	err := work(ctx)
	if e > 0 {
		cancel()
	}
	return err
}

func agreeNil(ctx context.Context, d time.Duration) error {
	var cancel context.CancelFunc
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	err := work(ctx)
	if cancel != nil {
		cancel()
	}
	return err
}

func agreeBool(ctx context.Context, d time.Duration) error {
	timed := d > 0
	var cancel func()
	if timed {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	err := work(ctx)
	if !timed {
		return err
	}
	cancel()
	return err
}

type opts struct{ timeout time.Duration }

func agreeField(ctx context.Context, o *opts) error {
	var cancel func()
	if o.timeout != 0 {
		ctx, cancel = context.WithTimeout(ctx, o.timeout)
	}
	err := work(ctx)
	if o.timeout != 0 {
		cancel()
	}
	return err
}

func noop(ctx context.Context, d time.Duration) error {
	cancel := func() {}
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	defer cancel()
	return work(ctx)
}

func errPath(ctx context.Context) error {
	c, cancel, err := wrap(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	return work(c)
}

func wrap(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if err := work(ctx); err != nil {
		return nil, nil, err
	}
	c, cancel := context.WithCancel(ctx)
	return c, cancel, nil
}

func errPathLost(ctx context.Context) error {
	c, cancel, err := wrap(ctx) // want "ctxcancel/lostpath"
	if err != nil {
		return err
	}
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func boolPath(ctx context.Context) error {
	c, cancel, ok := wrapOK(ctx)
	if !ok {
		return nil
	}
	defer cancel()
	return work(c)
}

func wrapOK(ctx context.Context) (context.Context, func(), bool) {
	if ctx.Err() != nil {
		return nil, nil, false
	}
	c, cancel := context.WithCancel(ctx)
	return c, cancel, true
}

func closureRun(ctx context.Context) {
	c, cancel := context.WithCancel(ctx)
	func() {
		use(c)
		cancel()
	}()
}

func closureRunPart(ctx context.Context) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	func() {
		if err := work(c); err != nil {
			return
		}
		cancel()
	}()
}

func closureVar(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	stop := func() { cancel() }
	if err := work(c); err != nil {
		return err
	}
	stop()
	return nil
}

func closureVarDefer(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx)
	stop := func() { cancel() }
	defer stop()
	return work(c)
}

type srv struct{ h holder }
type holder struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func structDropped(ctx context.Context) (*holder, error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	h := &holder{ctx: c, cancel: cancel}
	if err := work(c); err != nil {
		return nil, err
	}
	return h, nil
}

func structDroppedValue(ctx context.Context) (h holder, err error) {
	h.ctx, h.cancel = context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if err := work(h.ctx); err != nil {
		return holder{}, err
	}
	return h, nil
}

func structReleased(ctx context.Context) (*holder, error) {
	c, cancel := context.WithCancel(ctx)
	h := &holder{ctx: c, cancel: cancel}
	if err := work(c); err != nil {
		h.cancel()
		return nil, err
	}
	return h, nil
}

func (h *holder) Close() { h.cancel() }

func structClosed(ctx context.Context) (*holder, error) {
	c, cancel := context.WithCancel(ctx)
	h := &holder{ctx: c, cancel: cancel}
	if err := work(c); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

func second(ctx context.Context) error {
	c, cancel := context.WithCancel(ctx)
	use(c)
	cancel()
	c, cancel = context.WithTimeout(ctx, time.Second) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func afterFuncStop(ctx, other context.Context) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	stop := context.AfterFunc(other, cancel)
	defer stop()
	return work(c)
}

func afterFuncStop2(ctx, other context.Context) error {
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(other, cancel)
	defer stop()
	return work(c)
}

func afterFunc(ctx, other context.Context) error {
	c, cancel := context.WithCancel(ctx)
	context.AfterFunc(other, cancel)
	return work(c)
}

// mergeCancel is what people write to join two contexts.
func mergeCancel(ctx, other context.Context) (context.Context, context.CancelFunc) {
	c, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(other, cancel)
	return c, func() {
		stop()
		cancel()
	}
}

func seq(ctx context.Context) iter.Seq[int] {
	return func(yield func(int) bool) {
		c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
		for i := range 3 {
			if !yield(i) {
				return
			}
		}
		use(c)
		cancel()
	}
}

func seqOK(ctx context.Context) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		c, cancel := context.WithCancel(ctx)
		defer cancel()
		for i := range 3 {
			if !yield(i, c.Err()) {
				return
			}
		}
	}
}

func rangeFunc(ctx context.Context, s iter.Seq[int]) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	for i := range s {
		if i == 3 {
			return nil
		}
		use(c)
	}
	cancel()
	return nil
}

func joined(ctx context.Context) error {
	c, cancel := context.WithTimeoutCause(ctx, time.Second, errors.New("x")) // want "ctxcancel/lostpath"
	err := work(c)
	if err != nil {
		return errors.Join(err, context.Cause(c))
	}
	cancel()
	return nil
}

func cause(ctx context.Context) error {
	c, cancel := context.WithCancelCause(ctx) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		cancel(err)
		return err
	}
	return nil
}

func gen[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	v, err := f(c)
	if err != nil {
		var zero T
		return zero, err
	}
	cancel()
	return v, nil
}

var _ = gen[int]

type pool struct{}

func (p *pool) Get(ctx context.Context) (v int, err error) {
	c, cancel := context.WithTimeout(ctx, time.Second) // want `Get.*ctxcancel/lostpath`
	v, err = val(c)
	if v > 0 {
		cancel()
	}
	return
}

// rangeover more than one return: one finding.
func many(ctx context.Context, n int) int {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if n == 1 {
		return 1
	}
	if n == 2 {
		return 2
	}
	use(c)
	cancel()
	return 3
}

func init() {
	c, cancel := context.WithTimeout(context.Background(), time.Second) // want "ctxcancel/lostpath"
	if work(c) != nil {
		return
	}
	cancel()
}

var loaded = func() error {
	c, cancel := context.WithTimeout(context.Background(), time.Second) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}()

// firstError: err is what it was unless a goroutine was started, and that which
// sets it calls cancel.
func firstError(ctx context.Context, n int) error {
	var (
		once sync.Once
		wg   sync.WaitGroup
		err  error
	)
	c, cancel := context.WithCancel(ctx)
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if e := work(c); e != nil {
				once.Do(func() {
					err = e
					cancel()
				})
			}
		}()
	}
	wg.Wait()
	if err != nil {
		return err
	}
	cancel()
	return nil
}

// earlierError: what was started before may have set err.
func earlierError(ctx context.Context, n int) error {
	var wg sync.WaitGroup
	var err error
	wg.Go(func() { err = work(ctx) })
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	use(c)
	wg.Wait()
	if err != nil {
		return err
	}
	cancel()
	return nil
}

// presetError: err is set before the acquisition.
func presetError(ctx context.Context, n int) error {
	var wg sync.WaitGroup
	err := work(ctx)
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	for range n {
		wg.Go(func() {
			if e := work(c); e != nil {
				err = e
				cancel()
			}
		})
	}
	wg.Wait()
	if err != nil {
		return err
	}
	cancel()
	return nil
}
