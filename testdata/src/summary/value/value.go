package value

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"summary/valuedep"
)

type key struct{}

type numbered int

const (
	first numbered = iota
	second
)

var pointer = new(int)

var loose any = "loose"

func direct(ctx context.Context) any { // want `^direct: gets\(0<-summary/value\.key\)$`
	return ctx.Value(key{})
}

func asserted(ctx context.Context) (bool, bool) { // want `^asserted: gets\(0<-summary/value\.numbered\(1\)\) gets\(1:ok<-summary/value\.numbered\(1\)\)$`
	v, ok := ctx.Value(second).(bool)
	return v, ok
}

func fallback(ctx context.Context) int { // want `^fallback: gets\(0<-summary/value\.pointer\)$`
	if n, ok := ctx.Value(pointer).(int); ok {
		return n
	}
	return 10
}

func present(ctx context.Context) bool { // want `^present: gets\(0:ok<-summary/value\.key\)$`
	return ctx.Value(key{}) != nil
}

func compared(ctx context.Context) bool { // want `^compared: gets\(0<-string\("loose"\)\)$`
	return ctx.Value(loose) == "fast"
}

func spelledOut(r *http.Request) bool { // want `^spelledOut: gets\(0<-summary/value\.key\)$`
	if v, ok := r.Context().Value(key{}).(bool); ok && v {
		return true
	}
	return false
}

func parsed(ctx context.Context) int { // want `^parsed: gets\(0<-summary/value\.numbered\(0\)\)$`
	s, _ := ctx.Value(first).(string)
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return n * 2
}

type options struct{ dry, quiet bool }

type user struct {
	Name  string
	Admin bool
}

func field(ctx context.Context) bool { // want `^field: gets\(0:field<-summary/value\.key\)$`
	o, _ := ctx.Value(key{}).(options)
	return o.dry
}

func content(ctx context.Context) bool {
	u, _ := ctx.Value(key{}).(*user)
	return u.Admin
}

func imported(ctx context.Context) bool { // want `^imported: gets\(0<-summary/valuedep\.Key\)$`
	return valuedep.Dry(ctx)
}

func ofParam(ctx context.Context, k any) any { // want `^ofParam: gets\(0<-\?\) getkey\(1\)$`
	return ctx.Value(k)
}

func generic[K comparable, V any](ctx context.Context, k K, v V) context.Context { // want `^generic: sets\(\?=2 in 0\) setkey\(1\)$`
	return context.WithValue(ctx, k, v)
}

func set(ctx context.Context, on bool) context.Context { // want `^set: sets\(summary/value\.key=1 in 0\)$`
	ctx, cancel := context.WithCancel(context.WithValue(ctx, key{}, on))
	_ = cancel
	return ctx
}

func setThrough(r *http.Request, k, v any) *http.Request { // want `^setThrough: sets\(\?=2\) setkey\(1\)$`
	ctx := generic(r.Context(), k, v)
	return r.WithContext(ctx)
}

func setInside(ctx context.Context, next func(context.Context)) { // want `^setInside: sets\(summary/value\.key\)$`
	next(context.WithValue(ctx, key{}, 1))
}

func captured(ctx context.Context, k any) func() any { // want `^captured: getkey\(1\)$`
	return func() any { return ctx.Value(k) }
}

func typed(ctx context.Context, k string) any { // want `^typed: gets\(0<-\?\)$`
	return ctx.Value(k)
}

func merely(ctx context.Context) bool { return other(ctx) }

func other(context.Context) bool { return false }

type server struct {
	debug bool
	hits  int
}

func (s *server) logf(format string, args ...any) { // want `^logf: observes$`
	if s.debug {
		log.Output(2, fmt.Sprintf(format, args...))
	}
	s.hits++
}

func (s *server) note() { // want `^note: observes$`
	s.logf("hits: %d", s.hits)
}

func (s *server) work() { s.debug = true }
