// Package flow uses contexts that are nil on every path.
package flow

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

func run(ctx context.Context)               {}
func all(name string, c ...context.Context) {}
func pair() (context.Context, error)        { return context.Background(), nil }

func declared() { // dominikh/go-tools#1084
	var ctx context.Context
	run(ctx)                // want `the context "ctx" passed to run is nil here: it is declared at line 16 and nothing is assigned to it; pass a context, context.TODO\(\) if there is none yet \(ctxnil/flow\)`
	all("x", ctx)           // want `the context "ctx" passed to all is nil here`
	context.WithCancel(ctx) // want `the context "ctx" passed to context.WithCancel is nil here`
	run(ctx)                // nothing comes here
}

func method() {
	var ctx context.Context
	<-ctx.Done() // want `the method ctx.Done is called on the context "ctx", which is nil here: it is declared at line 24`
}

func assignedNil(ctx context.Context) {
	ctx = nil
	run(ctx) // want `nothing but nil is assigned to it before`
}

func allPaths(r *http.Request, ok bool) {
	var ctx context.Context
	if ok {
		ctx = nil
	}
	run(ctx) // want `the context "ctx" passed to run is nil here`
	ctx = r.Context()
	run(ctx)
}

func captured() {
	var ctx context.Context
	go func() {
		run(ctx) // want `the context "ctx" passed to run is nil here`
	}()
	run(ctx) // want `the context "ctx" passed to run is nil here`
}

func capturedAndAssigned() {
	var ctx context.Context
	setup := func() { ctx = context.Background() }
	setup()
	run(ctx)
	func() { run(ctx) }()
}

func assignedLater() {
	var ctx context.Context
	run(ctx) // want `is nil here`
	ctx = context.Background()
	defer func() { run(ctx) }()
	run(ctx)
}

func address() {
	var ctx context.Context
	fill(&ctx)
	run(ctx)
}

func fill(p *context.Context) { *p = context.Background() }

// Inside of the test, the parameter is nil.
func tested(ctx context.Context) {
	if ctx == nil {
		run(ctx) // want `the context "ctx" passed to run is nil here: the test at line 77 says so`
		return
	}
	run(ctx)
}

func testedTheOtherWay(ctx context.Context, ok bool) {
	if nil != ctx && ok {
		run(ctx)
	}
	if ctx != nil {
		run(ctx)
	} else if ok {
		run(ctx) // want `the test at line 88 says so`
	}
}

func kept(ctx context.Context) {
	missing := ctx == nil
	time.Sleep(1)
	if missing {
		ctx.Err() // want `the method ctx.Err is called on the context "ctx", which is nil here`
	}
}

func replacedInTest(ctx context.Context) {
	if ctx == nil {
		ctx = context.Background()
		run(ctx)
	}
	run(ctx)
}

type service struct {
	ctx     context.Context // never stored
	started context.Context
	tagged  context.Context `json:"-"`
	nilled  context.Context
	pointed context.Context
	Public  context.Context
	hook    context.Context
	base    context.Context
}

func newService(ctx context.Context) *service {
	s := &service{started: ctx}
	fill(&s.pointed)
	return s
}

func (s *service) fields() {
	run(s.ctx)                // want `the context "s.ctx" passed to run is nil here: nothing in this package stores a context in the field "ctx"`
	context.WithCancel(s.ctx) // want `"s.ctx" passed to context.WithCancel is nil here`
}

func (s *service) otherFields() {
	run(s.started)
	run(s.tagged)
	run(s.pointed)
	run(s.Public)
	s.nilled = nil
	run(s.nilled) // want `"s.nilled" passed to run is nil`
	if s.hook != nil {
		run(s.hook) // no test can be passed
	}
	s.base.Done() // want `the method s.base.Done is called on the context "s.base", which is nil here: nothing in this package stores`
}

func byValue(s service) {
	ctx := s.ctx
	run(ctx) // want `"ctx" passed to run is nil here`
}

func testedField(s *service) {
	if s.started == nil {
		run(s.started) // want `"s.started" passed to run is nil here: the test at line \d+ says so`
	}
	if s.started == nil {
		s.start()
		run(s.started)
	}
	if s.started == nil {
		s.started = context.Background()
		run(s.started)
	}
	if s.started == nil {
		t := *s
		t.started = context.Background()
		run(t.started)
	}
}

func (s *service) start() { s.started = context.Background() }

// What goes behind an empty interface may be filled by anything.
type config struct{ ctx context.Context }

func decode(b []byte) {
	var c config
	json.Unmarshal(b, &c)
	run(c.ctx)
}

func local() {
	c := config{}
	run(c.ctx) // want `"c.ctx" passed to run is nil here`
	c.ctx = context.Background()
	run(c.ctx)
}

// The same fields, converted.
type plain struct{ inner context.Context }
type shape struct{ inner context.Context }

func convert(p plain) { run(shape(p).inner) }

func fillPlain() plain { return plain{context.Background()} }

type embedded struct{ service }

func viaEmbedding(e *embedded) {
	run(e.ctx) // want `"e.ctx" passed to run is nil here`
}

type list[T any] struct {
	ctx  context.Context
	next context.Context
	all  []T
}

func newList[T any](ctx context.Context) *list[T] { return &list[T]{next: ctx} }

func (l *list[T]) run() {
	run(l.ctx) // want `"l.ctx" passed to run is nil here`
	run(l.next)
}

var (
	never   context.Context
	always  = context.Background()
	filled  context.Context
	aliased context.Context
	Public  context.Context
)

func init() { filled = context.Background() }

var pointer = &aliased

func globals() {
	run(never) // want `"never" passed to run is nil here`
	run(always)
	run(filled)
	run(aliased)
	run(Public)
	if never == nil {
		never := context.Background()
		run(never)
	}
}

var fromNever = func() bool { run(never); return true }() // want `"never" passed to run is nil here`

func none() context.Context              { return nil }
func noneVia() context.Context           { return none() }
func failing() (context.Context, error)  { return nil, context.Canceled }
func careless() (context.Context, error) { return nil, nil }

func results() {
	context.WithCancel(none()) // want `the context "none\(\)" passed to context.WithCancel is nil here: none always returns nil`
}

func moreResults() {
	ctx := noneVia()
	run(ctx) // want `noneVia always returns nil`
	if ctx != nil {
		run(ctx)
	}
	c, err := failing()
	if err != nil {
		return
	}
	run(c)
	c, err = careless()
	if err == nil {
		run(c) // want `careless always returns nil`
	}
}

// Agreeing conditions.
func agree(r *http.Request, ok bool) {
	var ctx context.Context
	if ok {
		ctx = r.Context()
	}
	if !ok {
		run(ctx) // want `is nil here`
	}
	if ok {
		run(ctx)
	}
}

func flag(r []*http.Request) {
	var ctx context.Context
	found := false
	for _, r := range r {
		if r.Method == "GET" {
			ctx, found = r.Context(), true
			break
		}
	}
	if found {
		run(ctx)
	}
}

func lazily() {
	var ctx context.Context
	for i := 0; i < 3; i++ {
		if ctx == nil {
			ctx = context.Background()
		}
		run(ctx)
	}
}

// The elements of maps, slices and channels, and other people's values, are
// unknown; so is the zero value of a type parameter.
func unknown(m map[string]context.Context, s []context.Context, ch chan context.Context, v any) {
	run(m["a"])
	run(s[0])
	run(<-ch)
	ctx, _ := v.(context.Context)
	run(ctx)
	context.WithCancel((&http.Request{}).Context())
}

func zero[C context.Context]() {
	var c C
	run(c)
	c.Done()
}

// A function that sometimes derives.
func derive(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

func derived() {
	var ctx context.Context
	run(derive(ctx))
	ctx = derive(nil)
	run(ctx)
}

func named() (ctx context.Context, err error) {
	defer func() {
		if err != nil {
			run(ctx)
		}
	}()
	ctx, err = pair()
	return ctx, err
}

func panics() {
	var ctx context.Context
	if ctx == nil {
		panic("no context")
	}
	run(ctx)
}
