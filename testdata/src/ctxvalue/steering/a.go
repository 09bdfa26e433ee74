package steering

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"ctxvalue/steering/dep"
)

type key struct{ name string }

var k = key{"x"}

func do() {}

func direct(ctx context.Context) {
	if dry, _ := ctx.Value(k).(bool); dry { // want "ctxvalue/flow"
		return
	}
	do()
}

func directMust(ctx context.Context) {
	if ctx.Value(k).(bool) { // want "ctxvalue/flow"
		do()
	}
}

func compared(ctx context.Context) {
	if ctx.Value(k) == true { // want "ctxvalue/flow"
		do()
	}
}

func negated(ctx context.Context) {
	dry, ok := ctx.Value(k).(bool)
	if ok && !dry { // want "ctxvalue/flow"
		do()
	}
}

func stored(ctx context.Context) {
	v := ctx.Value(k)
	b := v.(bool)
	c := b
	if c { // want "ctxvalue/flow"
		do()
	}
}

func getter(ctx context.Context) {
	if dep.Dry(ctx) { // want "ctxvalue/flow"
		return
	}
	do()
}

func getterVar(ctx context.Context) {
	dry := dep.Dry(ctx)
	if !dry { // want "ctxvalue/flow"
		do()
	}
}

func loopCond(ctx context.Context) {
	for dep.Dry(ctx) { // want "ctxvalue/flow"
		do()
	}
}

func loopBound(ctx context.Context) {
	for i := 0; i < dep.Limit(ctx); i++ { // want "ctxvalue/flow"
		do()
	}
}

func rangeInt(ctx context.Context) {
	for range dep.Limit(ctx) { // want "ctxvalue/flow"
		do()
	}
}

func limit(ctx context.Context, xs []int) []int {
	if n := ctx.Value(k).(int); len(xs) > n { // want "ctxvalue/flow"
		xs = xs[:n]
	}
	return xs
}

func sliceBound(ctx context.Context, xs []int) []int {
	return xs[:dep.Limit(ctx)] // want "ctxvalue/flow"
}

func makeSize(ctx context.Context) []int {
	return make([]int, 0, dep.Limit(ctx)) // want "ctxvalue/flow"
}

func makeChan(ctx context.Context) chan int {
	return make(chan int, dep.Limit(ctx)) // want "ctxvalue/flow"
}

func setLimit(ctx context.Context) {
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(dep.Limit(ctx)) // want "ctxvalue/flow"
}

func reader(ctx context.Context, r io.Reader) io.Reader {
	return io.LimitReader(r, int64(dep.Limit(ctx))) // want "ctxvalue/flow"
}

func scanner(ctx context.Context, sc *bufio.Scanner) {
	sc.Buffer(nil, dep.Limit(ctx)) // want "ctxvalue/flow"
}

func timeout(ctx context.Context) {
	c, cancel := context.WithTimeout(ctx, dep.Timeout(ctx)) // want "ctxvalue/flow"
	defer cancel()
	_ = c
}

func deadline(ctx context.Context) {
	c, cancel := context.WithDeadline(ctx, time.Now().Add(dep.Timeout(ctx))) // want "ctxvalue/flow"
	defer cancel()
	_ = c
}

func sleep(ctx context.Context) {
	time.Sleep(dep.Timeout(ctx)) // want "ctxvalue/flow"
}

func after(ctx context.Context) {
	t := time.NewTimer(dep.Timeout(ctx)) // want "ctxvalue/flow"
	<-t.C
}

func sw(ctx context.Context) {
	switch dep.Mode(ctx) { // want "ctxvalue/flow"
	case "fast":
		do()
	case "slow":
	}
}

func swDirect(ctx context.Context) {
	switch ctx.Value(k) { // want "ctxvalue/flow"
	case 1:
		do()
	}
}

func constant(ctx context.Context) {
	if dep.Mode(ctx) == "fast" { // want "ctxvalue/flow"
		do()
	}
}

func greater(ctx context.Context) {
	if dep.Limit(ctx) > 10 { // want "ctxvalue/flow"
		do()
	}
}

func typeSwitch(ctx context.Context) {
	switch v := ctx.Value(k).(type) {
	case bool:
		if v { // want "ctxvalue/flow"
			do()
		}
	case string:
		log.Print(v)
	}
}

func closure(ctx context.Context) {
	dry := dep.Dry(ctx)
	f := func() {
		if dry { // want "ctxvalue/flow"
			do()
		}
	}
	f()
}

func retries(ctx context.Context) error {
	n, _ := ctx.Value(k).(int)
	var err error
	for i := 0; i <= n; i++ { // want "ctxvalue/flow"
		err = step()
	}
	return err
}

// Silent.

func presence(ctx context.Context) {
	u, ok := dep.UserOf(ctx)
	if !ok {
		return
	}
	log.Print(u.Name)
	if v := ctx.Value(k); v == nil {
		do()
	}
	if v := ctx.Value(k); v != nil {
		log.Print(v)
	}
	if dep.Mode(ctx) == "" {
		do()
	}
	if dep.Limit(ctx) == 0 {
		do()
	}
}

func auth(ctx context.Context) error {
	u, ok := dep.UserOf(ctx)
	if !ok {
		return errors.New("no user")
	}
	if u.Admin {
		do()
	}
	if u.Name == "root" {
		do()
	}
	for range u.Max {
	}
	return nil
}

func logs(ctx context.Context) {
	if dep.Dry(ctx) {
		slog.InfoContext(ctx, "dry")
	}
	if ctx.Value(k).(bool) {
		log.Print("x")
	}
}

func callee(ctx context.Context, s dep.Svc) {
	if s.Ready(ctx) {
		do()
	}
	for range s.Count(ctx) {
	}
}

func table(ctx context.Context, m map[string]func()) {
	if f, ok := m[dep.Mode(ctx)]; ok {
		f()
	}
}

func content(ctx context.Context, xs []string) bool {
	for _, x := range xs {
		if x == dep.Mode(ctx) {
			return true
		}
	}
	return false
}

func handed(ctx context.Context) {
	helper(dep.Dry(ctx))
}

func helper(bool) {}

type opts struct{ Dry bool }

func optsField(ctx context.Context) {
	o, _ := ctx.Value(k).(*opts)
	if o != nil && o.Dry {
		do()
	}
}
func step() error { return nil }
