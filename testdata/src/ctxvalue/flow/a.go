package flow

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"ctxvalue/flow/dep"

	"golang.org/x/sync/errgroup"
)

type (
	dryKey   struct{}
	modeKey  struct{}
	limKey   struct{}
	waitKey  struct{}
	userKey  struct{}
	debugKey struct{}
)

type mode int

const (
	slow mode = iota
	fast
)

func work(...any) {}

// A bool in a condition.

func boolean(ctx context.Context) error {
	if dry, _ := ctx.Value(dryKey{}).(bool); dry { // want `the condition dry comes from a context and decides what runs: values in contexts are for metadata of the request, make it a parameter \(ctxvalue/flow\)`
		return nil
	}
	dry := ctx.Value(dryKey{}).(bool)
	work()
	if !dry { // want `the condition dry comes from a context \(line 45\) and decides what runs`
		work()
	}
	if ctx.Value(dryKey{}).(bool) { // want `the condition ctx.Value\(dryKey\{\}\).\(bool\) comes from a context and decides what runs`
		work()
	}
	if ctx.Value(dryKey{}) == true { // want `the condition ctx.Value\(dryKey\{\}\) == true`
		work()
	}
	if v, ok := ctx.Value(dryKey{}).(bool); ok && v { // want `the condition v comes`
		return nil
	}
	for ctx.Value(dryKey{}).(bool) { // want `the loop bound ctx.Value\(dryKey\{\}\).\(bool\) comes from a context and decides how often the loop runs`
		work()
	}
	switch v, _ := ctx.Value(dryKey{}).(bool); v { // want `the switch tag v`
	case true:
		work()
	}
	switch {
	case dry: // want `the switch tag dry`
		work()
	}
	return nil
}

func boolVariables(ctx context.Context, other bool) {
	dry := false
	if v, ok := ctx.Value(dryKey{}).(bool); ok {
		dry = v
	}
	if dry { // want `the condition dry`
		work()
	}
	both := dry && other
	if both { // want `the condition both`
		work()
	}
	named := myBool(dry)
	if named { // want `the condition named`
		work()
	}
	captured := ctx.Value(dryKey{}).(bool)
	func() {
		if captured { // want `the condition captured`
			work()
		}
	}()
	go func() {
		if other && captured { // want `the condition captured`
			work()
		}
	}()
	p, _ := ctx.Value(dryKey{}).(*bool)
	if p != nil && *p { // want `the condition \*p`
		work()
	}
	var label string
	if dry { // want `the condition dry`
		label = "dry"
	}
	work(label)
}

type myBool bool

// Compared with a constant, ranged over in a switch.

func compared(ctx context.Context, r *http.Request) {
	m, _ := ctx.Value(modeKey{}).(string)
	if m == "fast" { // want `the condition m == "fast" comes from a context`
		work()
	}
	if "slow" != m { // want `the condition "slow" != m`
		work()
	}
	if ctx.Value(modeKey{}) == "fast" { // want `the condition ctx.Value\(modeKey\{\}\) == "fast"`
		work()
	}
	if strings.EqualFold(m, "fast") { // want `the condition strings.EqualFold\(m, "fast"\)`
		work()
	}
	if strings.ToLower(m) == "fast" { // want `the condition strings.ToLower\(m\) == "fast"`
		work()
	}
	if e, ok := ctx.Value(modeKey{}).(mode); ok && e == fast { // want `the condition e == fast`
		work()
	}
	isFast := m == "fast"
	work()
	if isFast { // want `the condition isFast`
		work()
	}
	switch m { // want `the switch tag m comes from a context`
	case "fast", "faster":
		work()
	case "slow":
		work()
	default:
	}
	switch r.Context().Value(modeKey{}).(mode) { // want `the switch tag r.Context\(\).Value\(modeKey\{\}\).\(mode\)`
	case slow:
		work()
	}
	switch {
	case m == "a": // want `the switch tag m == "a"`
		work()
	case m == "b": // the same switch
		work()
	}
	if m == "x" { // want `the condition m == "x"`
		work()
	} else if m == "y" { // the same statement
		work()
	}
	if n := ctx.Value(limKey{}).(int); n > 3 { // want `the condition n > 3`
		work()
	}
}

// Bounds and limits.

func bounds(ctx context.Context, xs []string, g *errgroup.Group, r io.Reader) error {
	n := ctx.Value(limKey{}).(int)
	for i := 0; i < n; i++ { // want `the loop bound i < n comes from a context \(line 170\) and decides how often the loop runs`
		work(i)
	}
	for range n { // want `the loop bound n`
		work()
	}
	for try := range ctx.Value(limKey{}).(int) { // want `the loop bound ctx.Value\(limKey\{\}\).\(int\)`
		work(try)
	}
	for try := 0; ; try++ {
		if try >= n { // want `the condition try >= n`
			break
		}
	}
	if lim := ctx.Value(limKey{}).(int); len(xs) > lim { // want `the condition len\(xs\) > lim`
		xs = xs[:lim] // the same value, behind the same condition
	}
	work(xs[:n])                      // want `the slice bound n comes from a context`
	work(xs[n:])                      // want `the slice bound n`
	work(xs[:min(n, len(xs))])        // want `the slice bound`
	work(make([]int, n))              // want `the size n`
	work(make([]int, 0, n))           // want `the size n`
	work(make(chan int, n))           // want `the size n`
	work(make(map[string]bool, n))    // want `the size n`
	g.SetLimit(n)                     // want `the limit n comes from a context \(line 170\) and decides how far SetLimit goes`
	work(io.LimitReader(r, int64(n))) // want `the limit int64\(n\)`
	if s, ok := ctx.Value(limKey{}).(string); ok {
		k, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		g.SetLimit(k) // want `the limit k`
	}
	return nil
}

func timeouts(ctx context.Context, w http.ResponseWriter) {
	d, ok := ctx.Value(waitKey{}).(time.Duration)
	if !ok {
		d = time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, d) // want `the limit d`
	defer cancel()
	time.Sleep(d)                  // want `the limit d`
	<-time.After(d * 2)            // want `the limit d \* 2`
	t := time.NewTimer(d)          // want `the limit d`
	t.Reset(d)                     // want `the limit d`
	http.DefaultClient.Timeout = d // want `the limit Timeout`
	c := &http.Client{Timeout: d}  // want `the limit Timeout`
	secs := ctx.Value(waitKey{}).(int)
	time.Sleep(time.Duration(secs) * time.Second) // want `the limit time.Duration\(secs\) \* time.Second`
	at, _ := ctx.Value(waitKey{}).(time.Time)
	_, stop := context.WithDeadline(ctx, at) // want `the limit at`
	defer stop()
	http.NewResponseController(w).SetReadDeadline(at) // want `the limit at`
	work(c)
}

// Getters.

func dryRun(ctx context.Context) bool {
	v, _ := ctx.Value(dryKey{}).(bool)
	return v
}

func isDry(r *http.Request) bool {
	if v, ok := r.Context().Value(dryKey{}).(bool); ok && v { // only makes the result
		return true
	}
	return false
}

func limit(ctx context.Context) (int, bool) {
	n, ok := ctx.Value(limKey{}).(int)
	return n, ok
}

func isFast(ctx context.Context) bool { return modeOf(ctx) == "fast" }

func modeOf(ctx context.Context) string {
	if m, ok := ctx.Value(modeKey{}).(string); ok {
		return m
	}
	return "slow"
}

func from[T any](ctx context.Context, key any) T {
	v, _ := ctx.Value(key).(T)
	return v
}

type reader interface{ dry(context.Context) bool }

type impl struct{}

func (impl) dry(ctx context.Context) bool { return dryRun(ctx) }

func getters(ctx context.Context, r *http.Request, rd reader) {
	if dryRun(ctx) { // want `the condition dryRun\(ctx\) comes from a context through dryRun and decides what runs`
		work()
	}
	if isDry(r) { // want `the condition isDry\(r\)`
		work()
	}
	if n, ok := limit(ctx); ok {
		for range n { // want `the loop bound n comes from a context through limit \(line 275\)`
			work()
		}
	}
	if isFast(ctx) { // want `the condition isFast\(ctx\)`
		work()
	}
	switch modeOf(ctx) { // want `the switch tag modeOf\(ctx\)`
	case "fast":
		work()
	}
	if from[bool](ctx, dryKey{}) { // want `the condition from\[bool\]\(ctx, dryKey\{\}\)`
		work()
	}
	if dep.Skip(ctx) { // want `the condition dep.Skip\(ctx\) comes from a context through Skip`
		work()
	}
	time.Sleep(dep.Wait(ctx)) // want `the limit dep.Wait\(ctx\)`
	if rd.dry(ctx) {          // want `the condition rd.dry\(ctx\)`
		work()
	}
	f := dryRun
	if f(ctx) { // want `the condition f\(ctx\)`
		work()
	}
}

// Into literals, local structs and the functions of this package.

func head(xs []string, n int) []string { return xs[:n] }

func first(xs []string, n int) []string { return head(xs, n) }

func repeat(tries int, f func()) {
	for range tries {
		f()
	}
}

func pause(d time.Duration) { time.Sleep(2 * d) }

func describe(n int) string { return fmt.Sprint(n) }

func recursive(n int) int {
	if n == 1 {
		return n
	}
	return recursive(n - 1)
}

func into(ctx context.Context, xs []string) {
	go func(dry bool) {
		if dry { // want `the condition dry`
			work()
		}
	}(dryRun(ctx))
	var s struct{ dry, other bool }
	s.dry = dryRun(ctx)
	if s.other {
		work()
	}
	if s.dry { // want `the condition s.dry comes from a context through dryRun`
		work()
	}
	n, _ := limit(ctx)
	work(first(xs, n))   // want `the limit n comes from a context through limit \(line \d+\) and decides how far first goes`
	repeat(n, func() {}) // want `the limit n`
	d, _ := ctx.Value(waitKey{}).(time.Duration)
	pause(d) // want `the limit d`
	work(describe(n))
	work(recursive(n))
}

// Presence: fall back, or refuse.

type user struct {
	Name  string
	Admin bool
	Age   int
}

type tx struct{}

func (*tx) exec() {}

func begin() *tx { return nil }

func presence(ctx context.Context, w http.ResponseWriter) error {
	u, ok := ctx.Value(userKey{}).(*user)
	if !ok {
		return fmt.Errorf("unauthenticated")
	}
	if u == nil {
		u = &user{}
	}
	if ctx.Value(userKey{}) == nil {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return nil
	}
	t, _ := ctx.Value(userKey{}).(*tx)
	if t == nil {
		t = begin()
	}
	t.exec()
	m := modeOf(ctx)
	if m == "" {
		m = "slow"
	}
	if len(m) > 3 {
		work(m)
	}
	n, _ := limit(ctx)
	if n == 0 {
		n = 10
	}
	if n > 0 {
		work(n)
	}
	if n <= 0 {
		return nil
	}
	var d time.Duration
	if v, ok := ctx.Value(waitKey{}).(time.Duration); ok && v != 0 {
		d = v
	}
	work(d)
	switch v := ctx.Value(userKey{}).(type) {
	case *user:
		work(v)
	case *tx:
		v.exec()
	}
	return nil
}

// Content.

var greetings = map[string]string{"de": "Hallo"}

func content(ctx context.Context, owner, tenant string, table [4]string) error {
	u, _ := ctx.Value(userKey{}).(*user)
	if u != nil && u.Admin { // a field
		work()
	}
	for range u.Age {
		work()
	}
	name, _ := ctx.Value(userKey{}).(string)
	if name != owner { // who may do it is what the request is about
		return fmt.Errorf("%s is not %s", name, owner)
	}
	if ctx.Value(userKey{}) != any(tenant) {
		return os.ErrPermission
	}
	m := modeOf(ctx)
	work(greetings[m])
	if greeting, ok := greetings[m]; ok {
		work(greeting)
	}
	n, _ := limit(ctx)
	work(table[n&3])
	ids, _ := ctx.Value(userKey{}).([]int)
	for _, id := range ids {
		work(id)
	}
	if v, ok := ctx.Value(userKey{}).(*user); ok && v.Age > 17 {
		work(v)
	}
	return nil
}

// D8: a call that merely takes the context taints nothing.

type status struct{ Ready bool }

func fetch(context.Context) *status { return nil }

func ready(ctx context.Context) bool { return ctx.Err() == nil }

func merely(ctx context.Context) {
	if fetch(ctx).Ready {
		work()
	}
	ctx = context.WithValue(ctx, dryKey{}, "x")
	if ready(ctx) {
		work()
	}
	if u, ok := ctx.Value(userKey{}).(*user); ok && strings.HasPrefix(u.Name, "x") {
		work()
	}
}

// Branches that only log, trace or count.

type server struct {
	log   *slog.Logger
	hits  int
	total atomic.Int64
	byKey map[string]int
	out   io.Writer
}

func (s *server) debugf(format string, args ...any) { log.Printf(format, args...) }

func (s *server) trace(u *user) {
	if u != nil {
		s.log.Info("user", "name", u.Name)
	}
}

func logging(ctx context.Context, s *server, u *user) {
	debug, _ := ctx.Value(debugKey{}).(bool)
	if debug {
		log.Printf("user %v", u)
	}
	if debug {
		s.log.DebugContext(ctx, "user", "name", strings.ToUpper(u.Name))
		s.debugf("since %s", time.Since(time.Now()))
		s.hits++
		s.total.Add(1)
		s.byKey["debug"]++
		s.trace(u)
	}
	if debug {
		for _, c := range u.Name {
			fmt.Fprintln(os.Stderr, c)
		}
	} else {
		slog.Info("quiet")
	}
	shown := 0
	if debug {
		shown++
		defer s.debugf("done")
	}
	logger := slog.Default()
	if modeOf(ctx) == "verbose" {
		logger = logger.With("mode", "verbose")
	}
	logger.Info("end")
	work(shown)
	if !debug {
		return
	}
	log.Print("last")
}

func notOnlyLogging(ctx context.Context, s *server) {
	debug, _ := ctx.Value(debugKey{}).(bool)
	if debug { // want `the condition debug`
		log.Print("and then")
		work()
	}
	if debug { // want `the condition debug`
		s.hits = 0
	}
	for range s.hits {
		if debug { // want `the condition debug`
			log.Print("skip")
			continue
		}
		work()
	}
	if debug { // want `the condition debug`
		log.Print("stop")
		return
	}
	if debug { // want `the condition debug`
		fmt.Fprintln(s.out, "part of what it does")
	}
	if debug { // want `the condition debug`
		go work()
	}
	if debug { // want `the condition debug`
		s.log = s.log.With("debug", true)
	}
	work()
}
