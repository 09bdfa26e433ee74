// Package variant calls functions without the context that their siblings
// take.
package variant

import (
	"context"
	"crypto/tls"
	"database/sql"
	"net"
	"net/http"
	"os/exec"
	"os/signal"
	"time"

	"ctxpass/default/variant/store"

	"github.com/aws/aws-sdk-go/service/s3"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

func load(ctx context.Context) error { return ctx.Err() }

// Siblings by signature.

func suffixes(ctx context.Context, db *store.DB) {
	db.Query("q")     // want `\(\*store.DB\).Query ignores ctx: call \(\*store.DB\).QueryContext \(ctxpass/variant\)`
	db.Ping()         // want `call \(\*store.DB\).PingCtx`
	db.Flush()        // want `call \(\*store.DB\).FlushWithContext`
	db.Copy("a", "b") // want `call \(\*store.DB\).CopyContext`
	store.Open("x")   // want `store.Open ignores ctx: call store.OpenContext`
}

func generics(ctx context.Context, c *store.Cache[int]) {
	store.Map(1, func(int) string { return "" })              // want `call store.MapContext`
	store.Map[int, string](1, func(int) string { return "" }) // want `call store.MapContext`
	c.Get(1)                                                  // want `GetContext`
}

func genericCaller[K comparable](ctx context.Context, c *store.Cache[K], k K) {
	c.Get(k) // want `GetContext`
}

func dynamic(ctx context.Context, q store.Querier) {
	q.Query("q") // want `\(store.Querier\).Query ignores ctx: call \(store.Querier\).QueryContext`
}

type repository struct{ *store.DB }

func promoted(ctx context.Context, r repository) {
	r.Query("q") // want `QueryContext`
}

func values(ctx context.Context, db *store.DB) {
	open := store.Open
	open("x") // want `OpenContext`
	query := db.Query
	query("q")                 // want `QueryContext`
	(*store.DB).Query(db, "q") // want `QueryContext`
	newRequest := http.NewRequest
	newRequest("GET", "/", nil) // want `NewRequestWithContext`
}

func chained(ctx context.Context, db *store.DB) {
	db.
		With("a").
		Query("q") // want `QueryContext`
}

func fetch(id string) error                             { return nil }
func fetchContext(ctx context.Context, id string) error { return nil }

func own(ctx context.Context) error {
	return fetch("x") // want `variant.fetch ignores ctx: call variant.fetchContext`
}

func inLiteral(ctx context.Context, each func(func() error)) {
	each(func() error { return fetch("x") }) // want `fetchContext`
}

// Of siblings and chains, the sibling is the better advice.
func twin() error                           { return twinContext(context.Background()) }
func twinContext(ctx context.Context) error { return load(ctx) }

func callsTwin(ctx context.Context) error {
	return twin() // want `call variant.twinContext \(ctxpass/variant\)`
}

// The standard library.

func std(ctx context.Context, c *http.Client, db *sql.DB, tx *sql.Tx, st *sql.Stmt, d *net.Dialer, conn *tls.Conn) {
	http.Get("/")                            // want `http.Get ignores ctx: call http.NewRequestWithContext and \(\*http.Client\).Do`
	http.Head("/")                           // want `http.Head`
	http.Post("/", "", nil)                  // want `http.Post`
	http.PostForm("/", nil)                  // want `http.PostForm`
	c.Get("/")                               // want `\(\*http.Client\).Get`
	c.Head("/")                              // want `\(\*http.Client\).Head`
	c.Post("/", "", nil)                     // want `\(\*http.Client\).Post`
	c.PostForm("/", nil)                     // want `\(\*http.Client\).PostForm`
	http.NewRequest("GET", "/", nil)         // want `call http.NewRequestWithContext`
	net.Dial("tcp", "x")                     // want `call \(\*net.Dialer\).DialContext`
	net.DialTimeout("tcp", "x", time.Second) // want `DialContext`
	d.Dial("tcp", "x")                       // want `DialContext`
	net.Listen("tcp", "x")                   // want `\(\*net.ListenConfig\).Listen`
	net.LookupHost("x")                      // want `\(\*net.Resolver\).LookupHost`
	net.LookupIP("x")                        // want `\(\*net.Resolver\).LookupIPAddr`
	tls.Dial("tcp", "x", nil)                // want `\(\*tls.Dialer\).DialContext`
	conn.Handshake()                         // want `HandshakeContext`
	exec.Command("ls").Run()                 // want `exec.Command ignores ctx: call exec.CommandContext`
	db.Query("q")                            // want `QueryContext`
	db.QueryRow("q")                         // want `QueryRowContext`
	db.Exec("q")                             // want `ExecContext`
	db.Prepare("q")                          // want `PrepareContext`
	db.Ping()                                // want `PingContext`
	db.Begin()                               // want `\(\*sql.DB\).BeginTx`
	tx.Exec("q")                             // want `ExecContext`
	tx.Stmt(st)                              // want `StmtContext`
	st.Query()                               // want `QueryContext`
}

func handler(w http.ResponseWriter, r *http.Request) {
	http.Get("/") // want `http.Get ignores r.Context\(\)`
}

func command(cmd *cobra.Command, args []string) error {
	return exec.Command("ls").Run() // want `ignores cmd.Context\(\): call exec.CommandContext`
}

// caddy.Context is a struct that embeds a context.
type caddyContext struct{ context.Context }

func loader(ctx caddyContext) {
	http.NewRequest("GET", "/", nil) // want `ignores ctx: call http.NewRequestWithContext`
}

func execute(ctx context.Context, cmd *cobra.Command) error {
	return cmd.Execute() // want `ExecuteContext`
}

// Options behind the parameters are no difference to a caller.
func bucket(ctx context.Context, c *s3.S3) {
	c.PutObject(&s3.PutObjectInput{}) // want `PutObjectWithContext`
}

func joined(ctx context.Context) {
	done := make(chan bool)
	go func() {
		fetch("x") // want `fetchContext`
		close(done)
	}()
	<-done
}

// Silent.

func different(ctx context.Context, db *store.DB) {
	db.Scan()
	db.Each(func(*store.Row) {})
	db.Wait(1)
	db.Find("q")
	db.Sync()
	db.With("c")
	store.Keys(1)
	store.Lock()
	signal.Notify(nil)
	signal.Stop(nil)
}

// It is handed the end of its context.
func stopChannel(ctx context.Context, db *store.DB) error {
	done := ctx.Done()
	if err := db.Run(ctx.Done()); err != nil {
		return err
	}
	return db.Run(done)
}

func otherChannel(ctx context.Context, db *store.DB, stop chan struct{}) error {
	return db.Run(stop) // want `RunContext`
}

// The fix would recurse.
type cache struct{ db *store.DB }

func (c *cache) Put(k string) error { return nil }

func (c *cache) PutCtx(ctx context.Context, k string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return func() error { return c.Put(k) }()
}

func (c *cache) QueryContext(ctx context.Context, q string) (*store.Row, error) {
	return c.db.Query(q) // want `call \(\*store.DB\).QueryContext`
}

// The request gets its context at once (noctx; loki's promtail client).
func attached(ctx context.Context) (*http.Request, error) {
	req, err := http.NewRequest("GET", "/", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("a", "b")
	req = req.WithContext(ctx)
	return req, nil
}

func attachedClone(ctx context.Context, c *http.Client) {
	req, _ := http.NewRequest("GET", "/", nil)
	c.Do(req.Clone(ctx))
}

// sonatard/noctx#10, #17: these are had from a request with a context.
func onRequest(ctx context.Context, req *http.Request) {
	req = req.WithContext(context.WithValue(req.Context(), ctx, 1))
	req.AddCookie(nil)
	_ = req.Context()
}

func bound(ctx context.Context, db *store.DB) {
	db.WithContext(ctx).Query("q")
}

// Deprecated, which no type tells.
func dial(ctx context.Context) { grpc.Dial("x") }

func deferred(ctx context.Context, db *store.DB) {
	defer db.Flush()
	defer func() { db.Query("q") }()
}

func afterDone(ctx context.Context, db *store.DB) {
	<-ctx.Done()
	db.Flush()
}

func (c *cache) Close(ctx context.Context) { c.db.Flush() }

// Loggers do not care for the end of a context (noctx#49).
func logs(ctx context.Context, db *store.DB) {
	db.Debug("slow")
}

func noContext(db *store.DB) {
	db.Query("q")
	http.Get("/")
}

func blank(_ context.Context, db *store.DB) { db.Query("q") }

// grpc: the handshake is given up by hand.
func abandoned(ctx context.Context, conn *tls.Conn) error {
	errs := make(chan error, 1)
	go func() {
		errs <- conn.Handshake()
	}()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		conn.Close()
		return ctx.Err()
	}
}

// prometheus: a function that takes both attaches one to the other.
func attachedElsewhere(ctx context.Context, c *http.Client) error {
	req, err := http.NewRequest("GET", "/", nil)
	if err != nil {
		return err
	}
	return do(ctx, c, req)
}

func do(ctx context.Context, c *http.Client, req *http.Request) error {
	_, err := c.Do(req.WithContext(ctx))
	return err
}

// prometheus: the request is made once and used with many contexts.
type scraper struct{ req *http.Request }

func (s *scraper) scrape(ctx context.Context, c *http.Client) (*http.Response, error) {
	if s.req == nil {
		req, err := http.NewRequest("GET", "/", nil)
		if err != nil {
			return nil, err
		}
		s.req = req
	}
	return c.Do(s.req.WithContext(ctx))
}

func (s *scraper) forget(ctx context.Context, c *http.Client) (*http.Response, error) {
	req, err := http.NewRequest("GET", "/", nil) // want `NewRequestWithContext`
	if err != nil {
		return nil, err
	}
	s.req = req
	return c.Do(s.req)
}

// golang.org/x/tools runs a command with a context in a function of its own.
func interrupted(ctx context.Context) error {
	cmd := exec.Command("ls")
	cmd.Dir = "/"
	return runWith(ctx, cmd)
}

func runWith(ctx context.Context, cmd *exec.Cmd) error { return ctx.Err() }

func notHanded(ctx context.Context) error {
	cmd := exec.Command("ls") // want `exec.Command ignores ctx: call exec.CommandContext`
	runWith(ctx, nil)
	return cmd.Run()
}
