// Package settled has what was settled about who owes a cancel function.
package settled

import (
	"context"
	"os"
	"os/signal"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

func use(context.Context)        {}
func work(context.Context) error { return nil }

// A parent that the function certainly ends: strict.
func endedDefer(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(ctx, time.Second)
	use(c)
}

func endedCalled(ctx context.Context) error {
	p, cancel := context.WithCancel(ctx)
	c, stop := context.WithTimeout(p, time.Second)
	if err := work(c); err != nil {
		cancel()
		return err
	}
	stop()
	cancel()
	return nil
}

func endedNotAlways(ctx context.Context) error {
	p, cancel := context.WithCancel(ctx)           // want "ctxcancel/lostpath"
	c, stop := context.WithTimeout(p, time.Second) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		return err
	}
	stop()
	cancel()
	return nil
}

func endedWrapper(ctx context.Context) {
	p, cancel := context.WithCancel(ctx)
	done := func() {
		use(ctx)
		cancel()
	}
	defer done()
	c, _ := context.WithTimeout(p, time.Second)
	use(c)
}

func endedValue(ctx context.Context) {
	p, cancel := context.WithCancel(ctx)
	defer cancel()
	v := context.WithValue(p, struct{ int }{}, 1)
	c, _ := context.WithTimeout(v, time.Second)
	use(c)
}

func endedWithout(ctx context.Context) {
	p, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := context.WithTimeout(context.WithoutCancel(p), time.Second) // want "ctxcancel/discarded"
	use(c)
}

func endedGroup(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	c, _ := context.WithTimeout(gctx, time.Second)
	g.Go(func() error { return work(c) })
	return g.Wait()
}

func endedGroupNotAlways(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	c, _ := context.WithTimeout(gctx, time.Second) // want "ctxcancel/discarded"
	if err := work(c); err != nil {
		return err
	}
	g.Go(func() error { return work(c) })
	return g.Wait()
}

func endedTest(t *testing.T) {
	c, _ := context.WithTimeout(t.Context(), time.Second) // want "ctxcancel/discarded"
	use(c)
}

func endedNotify(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, _ := signal.NotifyContext(ctx, os.Interrupt) // want "ctxcancel/discarded"
	use(c)
}

func endedTimeout(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	t := time.AfterFunc(time.Minute, cancel)
	defer t.Stop()
	c, _ := context.WithCancel(ctx) // want "ctxcancel/discarded"
	use(c)
}

// Children pile up until the parent ends.
func endedLoop(ctx context.Context, xs []int) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range xs {
		c, stop := context.WithTimeout(ctx, time.Second) // want `"stop".*ctxcancel/loop`
		if work(c) != nil {
			continue
		}
		stop()
	}
}

// The same, with nobody that has it.
func endedLoopBlank(ctx context.Context, xs []int) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range xs {
		c, _ := context.WithTimeout(ctx, time.Second)
		use(c)
	}
}

// Slices, maps and channels are escapes even when nobody reads them.
func containers(ctx context.Context) {
	var list []context.CancelFunc
	c, cancel := context.WithCancel(ctx)
	list = append(list, cancel)
	m := map[string]func(){}
	d, stop := context.WithCancel(c)
	m["x"] = stop
	ch := make(chan func(), 1)
	e, end := context.WithCancel(d)
	ch <- end
	f, fin := context.WithCancel(e)
	lits := []func(){fin}
	_, _, _ = lits, m, list
	use(f)
	var arr [2]context.CancelFunc
	_, arr[0] = context.WithCancel(f)
}

// The message promises no leak where there is none: nothing keeps a child of
// the background without a timer.
func background() {
	c, _ := context.WithCancel(context.Background()) // want "ctxcancel/discarded"
	use(c)
}

type pool struct {
	stop func()
	ctx  context.Context
}

func (p *pool) Cancel() context.CancelFunc { return p.stop }

func getters(p *pool, q interface{ Cancel() context.CancelFunc }) {
	_ = p.Cancel()
	p.Cancel()
	c := q.Cancel()
	_ = c
}

// In the struct that an error return drops.
type job struct {
	ctx    context.Context
	cancel context.CancelFunc
	name   string
}

func newJob(ctx context.Context, name string) (*job, error) {
	j := &job{name: name}
	j.ctx, j.cancel = context.WithCancel(ctx) // want "ctxcancel/lostpath"
	if err := j.load(); err != nil {
		return nil, err
	}
	return j, nil
}

func (j *job) load() error { return work(j.ctx) }
func (j *job) Close()      { j.cancel() }

// The methods that are called in between leave the cancel function alone.
func newJobStarted(ctx context.Context) (*job, error) {
	ctx, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	j := &job{ctx: ctx, cancel: cancel}
	go j.loop()
	if err := j.load(); err != nil {
		return nil, err
	}
	return j, nil
}

func (j *job) loop() {
	for work(j.ctx) == nil {
	}
}

func newJobCopied(ctx context.Context) (*job, error) {
	j := &job{}
	j.ctx, j.cancel = context.WithCancel(ctx)
	if err := j.copied(); err != nil {
		return nil, err
	}
	return j, nil
}

func (j *job) copied() error {
	k := *j
	k.cancel()
	return work(k.ctx)
}

func newJobFails(ctx context.Context) (*job, error) {
	j := &job{}
	j.ctx, j.cancel = context.WithCancel(ctx)
	if err := j.loadOrClose(); err != nil {
		return nil, err
	}
	return j, nil
}

func (j *job) loadOrClose() error {
	err := j.load()
	if err != nil {
		j.Close()
	}
	return err
}

func newJobClosed(ctx context.Context, name string) (_ *job, err error) {
	j := &job{name: name}
	j.ctx, j.cancel = context.WithCancel(ctx)
	defer func() {
		if err != nil {
			j.Close()
		}
	}()
	if err := j.load(); err != nil {
		return nil, err
	}
	return j, nil
}

func newJobRegistered(ctx context.Context, name string) (*job, error) {
	j := &job{name: name}
	j.ctx, j.cancel = context.WithCancel(ctx)
	register(j)
	if err := j.load(); err != nil {
		return nil, err
	}
	return j, nil
}

var all []*job

func register(j *job) { all = append(all, j) }

// Stop of AfterFunc takes back.
func takesBack(ctx, other context.Context) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	stop := context.AfterFunc(other, cancel)
	err := work(c)
	stop()
	return err
}

func takesBackDone(ctx, other context.Context) error {
	c, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(other, cancel)
	err := work(c)
	if stop() {
		cancel()
	}
	return err
}

func takesBackLit(ctx, other context.Context) error {
	c, cancel := context.WithCancel(ctx) // want "ctxcancel/lostpath"
	stop := context.AfterFunc(other, func() { cancel() })
	defer stop()
	return work(c)
}

// A test of the error of the context itself.
func overByItself(ctx context.Context) error {
	c, cancel := context.WithTimeout(ctx, time.Second)
	for {
		if c.Err() != nil {
			return c.Err()
		}
		if work(c) == nil {
			cancel()
			return nil
		}
	}
}

func receivedLater(ctx context.Context, in chan int) {
	c, cancel := context.WithTimeout(ctx, time.Second)
	go func() {
		<-in
		cancel()
	}()
	<-c.Done()
}

// Held by way of another struct.
type outer struct {
	in *job
	h  closer
}

type closer interface{ Close() }

func newOuter(ctx context.Context) (*outer, error) {
	c, cancel := context.WithCancel(ctx)
	j := &job{ctx: c, cancel: cancel}
	o := &outer{in: j}
	if err := o.run(); err != nil {
		return nil, err
	}
	return o, nil
}

func (o *outer) run() error {
	o.in.Close()
	return nil
}

func newOuterInterface(ctx context.Context) (*outer, error) {
	c, cancel := context.WithCancel(ctx)
	o := &outer{h: &job{ctx: c, cancel: cancel}}
	if err := o.close(); err != nil {
		return nil, err
	}
	return o, nil
}

func (o *outer) close() error {
	o.h.Close()
	return nil
}

func newJobWhole(ctx context.Context) (*outer, error) {
	c, cancel := context.WithCancel(ctx)
	var j job
	j = job{ctx: c, cancel: cancel}
	o := &outer{in: &j}
	if err := o.run(); err != nil {
		return nil, err
	}
	return o, nil
}
