package fix

import (
	"context"
	"database/sql"
	"io"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"time"

	"ctxpass/default/variant/store"
)

// What is made may need its context for longer than the context in scope lives.

type daemon struct {
	cmd     *exec.Cmd
	request *http.Request
	feed    feed
	last    int
}

type feed interface{ Recv() error }

type feeder interface {
	Feed(ctx context.Context) (feed, error)
	Follow(ctx context.Context) <-chan int
}

func (d *daemon) start(ctx context.Context) error {
	d.cmd = exec.Command("daemon") // want `exec.Command ignores ctx`
	return d.cmd.Start()
}

func (d *daemon) startLater(ctx context.Context) error {
	cmd := exec.Command("daemon") // want `exec.Command ignores ctx`
	if err := cmd.Start(); err != nil {
		return err
	}
	d.cmd = cmd
	return nil
}

func startOnly(ctx context.Context) error {
	return exec.Command("daemon").Start() // want `exec.Command ignores ctx`
}

func startOnly2(ctx context.Context) error {
	var cmd = exec.Command("daemon") // want `exec.Command ignores ctx`
	return cmd.Start()
}

// What is handed on may be what comes back.
func (d *daemon) startPrepared(ctx context.Context) error {
	d.cmd = prepare(exec.Command("daemon")) // want `exec.Command ignores ctx`
	return d.cmd.Start()
}

func prepare(cmd *exec.Cmd) *exec.Cmd { return cmd }

func (d *daemon) feedMust(ctx context.Context, f feeder) {
	d.feed = must(f.Feed(context.Background())) // want `is passed to Feed`
}

func must(f feed, err error) feed { return f }

// containerd/containerd: whoever has the command starts a daemon.
func daemonCommand(ctx context.Context) *exec.Cmd {
	cmd := exec.Command("daemon") // want `exec.Command ignores ctx`
	cmd.Dir = "/"
	return cmd
}

func daemonCommandAtOnce(ctx context.Context) (*exec.Cmd, error) {
	return exec.Command("daemon"), nil // want `exec.Command ignores ctx`
}

// moby/buildkit: who is given a command may start it.
func handsCommand(ctx context.Context) error {
	cmd := exec.Command("daemon") // want `exec.Command ignores ctx`
	return startNow(cmd)
}

func startNow(cmd *exec.Cmd) error { return cmd.Start() }

type starter interface {
	Task(ctx context.Context) job
}

type job interface{ Start() }

// Not only commands are started.
func startTask(ctx context.Context, s starter) {
	s.Task(context.Background()).Start() // want `is passed to Task`
}

func waitBeside(ctx context.Context) error {
	cmd := exec.Command("daemon") // want `exec.Command ignores ctx`
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}

func (d *daemon) ask(ctx context.Context) (err error) {
	d.request, err = http.NewRequest("GET", "/", nil) // want `http.NewRequest ignores ctx`
	return err
}

func inGoroutine(ctx context.Context, f feeder) error {
	in, err := f.Feed(context.Background()) // want `is passed to Feed`
	if err != nil {
		return err
	}
	go func() {
		for in.Recv() == nil {
		}
	}()
	return nil
}

func derivedInGoroutine(ctx context.Context, f feeder) {
	fctx := context.WithValue(context.Background(), key{}, 1) // want `is passed to Follow`
	in := f.Follow(fctx)
	go func() {
		for range in {
		}
	}()
}

func byTimer(ctx context.Context, f feeder) error {
	in, err := f.Feed(context.Background()) // want `is passed to Feed`
	if err != nil {
		return err
	}
	time.AfterFunc(time.Second, func() { _ = in.Recv() })
	return nil
}

func asPart(ctx context.Context, f feeder) (*daemon, error) {
	in, err := f.Feed(context.Background()) // want `is passed to Feed`
	if err != nil {
		return nil, err
	}
	return &daemon{feed: in}, nil
}

func overAChannel(ctx context.Context, f feeder, feeds chan<- *feed) {
	in, _ := f.Feed(context.Background()) // want `is passed to Feed`
	feeds <- &in
}

var lastFeed feed

func inPackage(ctx context.Context, f feeder) {
	in, _ := f.Feed(context.Background()) // want `is passed to Feed`
	lastFeed = in
}

func inPackageAtOnce(ctx context.Context, f feeder) (err error) {
	lastFeed, err = f.Feed(context.Background()) // want `is passed to Feed`
	return err
}

func inParentheses(ctx context.Context, f feeder) {
	in, _ := f.Feed(context.Background()) // want `is passed to Feed`
	lastFeed = (in)
}

func (d *daemon) inField(ctx context.Context, f feeder) {
	in, _ := f.Feed(context.Background()) // want `is passed to Feed`
	d.feed = in
}

func inSlice(ctx context.Context, f feeder) ([]feed, error) {
	in, err := f.Feed(context.Background()) // want `is passed to Feed`
	return []feed{in}, err
}

func afterContext(ctx context.Context, f feeder) {
	in, _ := f.Feed(context.Background()) // want `is passed to Feed`
	context.AfterFunc(ctx, func() { _ = in.Recv() })
}

// By each of these methods, a value shows that it is more than data.

var lasts []any

func open[T any](ctx context.Context) (t T) { return t }

func keeps1(ctx context.Context) {
	v := open[interface{ Close() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps2(ctx context.Context) {
	v := open[interface{ CloseSend() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps3(ctx context.Context) {
	v := open[interface{ Commit() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps4(ctx context.Context) {
	v := open[interface{ Context() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps5(ctx context.Context) {
	v := open[interface{ Next() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps6(ctx context.Context) {
	v := open[interface{ Read() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps7(ctx context.Context) {
	v := open[interface{ Recv() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps8(ctx context.Context) {
	v := open[interface{ Stop() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keeps9(ctx context.Context) {
	v := open[interface{ Wait() }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

func keepsData(ctx context.Context) {
	v := open[interface{ Name() string }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

// What is over when the function returns, and what is no more than data.

func waitHere(ctx context.Context) error {
	cmd := exec.Command("tool") // want `exec.Command ignores ctx`
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func usedHere(ctx context.Context, f feeder) error {
	in, err := f.Feed(context.Background()) // want `is passed to Feed`
	if err != nil {
		return err
	}
	func() { _ = in.Recv() }()
	return in.Recv()
}

type account struct{ name string }

type accounts interface {
	Find(ctx context.Context) (*account, error)
	Name(ctx context.Context) string
}

func dataBeside(ctx context.Context, all accounts) error {
	a, err := all.Find(context.Background()) // want `is passed to Find`
	if err != nil {
		return err
	}
	go println(a.name)
	return nil
}

// The method of this name is a field.
func keepsField(ctx context.Context) {
	v := open[struct{ Stop bool }](context.Background()) // want `is passed to open`
	lasts[0] = v
}

// What is received is data, wherever it goes.
func (d *daemon) receives(ctx context.Context, f feeder) {
	in := f.Follow(context.Background()) // want `is passed to Follow`
	d.last = <-in
}

// What is made of data is data.
func (d *daemon) sets(ctx context.Context, all accounts) {
	d.last = len(all.Name(context.Background())) // want `is passed to Name`
}

// It is over when the goroutine is, which is waited for.
func inJoined(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		cmd := exec.Command("tool") // want `exec.Command ignores ctx`
		_ = cmd.Run()
	}()
	wg.Wait()
}

// What is returned may be in use for longer than the one who asked for it is.

// moby/buildkit: the context of a dialer is over when the connection stands.
func dial(ctx context.Context, addr string) (net.Conn, error) {
	return connect(context.Background(), addr) // want `is passed to connect`
}

func dialNamed(ctx context.Context, addr string) (conn net.Conn, err error) {
	conn, err = connect(context.Background(), addr) // want `is passed to connect`
	return
}

func dialFirst(ctx context.Context, addrs []string) (net.Conn, error) {
	conn, err := connect(context.Background(), addrs[0]) // want `is passed to connect`
	if err != nil {
		return nil, err
	}
	return conn, nil
}

func connect(ctx context.Context, addr string) (net.Conn, error) { return nil, ctx.Err() }

func rows(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	return db.QueryContext(context.Background(), "q") // want `is passed to QueryContext`
}

func inserted(ctx context.Context, db *sql.DB) (sql.Result, error) {
	return db.ExecContext(context.Background(), "q") // want `is passed to ExecContext`
}

func loadUser(ctx context.Context) (*user, error) {
	return findUser(context.Background(), 1) // want `is passed to findUser`
}

type user struct {
	name  string
	since time.Time
	extra map[string]any
	err   error
}

func findUser(ctx context.Context, id int) (*user, error) { return nil, ctx.Err() }

// What is kept has no method that tells.

type cache interface {
	Load(ctx context.Context, key string) (string, error)
}

type cached struct{ cache cache }

func newCache(ctx context.Context) cache { return nil }

func asField(ctx context.Context) cached {
	return cached{
		cache: newCache(context.Background()), // want `is passed to newCache`
	}
}

func asElement(ctx context.Context, s *caches) {
	s.all = append(s.all, newCache(context.Background())) // want `is passed to newCache`
}

type caches struct{ all []cache }

func asArgument(ctx context.Context) string {
	v, _ := newCache(context.Background()).Load(ctx, "a") // want `is passed to newCache`
	return v
}

// moby/buildkit: the answer is read when the upload has been handed over.
func uploads(ctx context.Context, sessions *sessions, w *io.PipeWriter) error {
	return sessions.any(ctx, func(ctx context.Context) error {
		up, err := newUpload(context.Background()) // want `is passed to newUpload`
		if err != nil {
			return err
		}
		go func() { w.CloseWithError(up.writeTo(w)) }()
		return nil
	})
}

type sessions struct{}

func (*sessions) any(ctx context.Context, do func(context.Context) error) error { return do(ctx) }

type uploading struct{ stream feed }

func newUpload(ctx context.Context) (*uploading, error) { return nil, ctx.Err() }

func (u *uploading) writeTo(w io.Writer) error { return u.stream.Recv() }

// It is there for those around the literal.
func aroundLiteral(sessions *sessions) (c cache) {
	_ = sessions.any(context.Background(), func(ctx context.Context) error {
		c = newCache(context.Background()) // want `is passed to newCache`
		return load(ctx)
	})
	return c
}

// What is called starts what goes on.

func startsLoop(ctx context.Context) {
	go func() {
		for load(ctx) == nil {
		}
	}()
}

func startLoop(ctx context.Context) error {
	startsLoop(context.Background()) // want `is passed to startsLoop`
	return load(ctx)
}

func startDerived(ctx context.Context) {
	wctx := context.WithValue(context.Background(), key{}, 1) // want `is passed to startsLoop`
	startsLoop(wctx)
}

type looper struct{}

func (*looper) Watch() {}

func (*looper) WatchContext(ctx context.Context) { startsLoop(ctx) }

func (*looper) Look() {}

func (*looper) LookContext(ctx context.Context) { _ = load(ctx) }

func watch(ctx context.Context, l *looper) {
	l.Watch() // want `call .*WatchContext`
	l.Look()  // want `call .*LookContext`
}

// moby/buildkit: the state of the process is told when the context is over, too.
func awaitExit(ctx context.Context, p *process) error {
	return p.Wait(context.Background()) // want `is passed to Wait`
}

type process struct{}

func (*process) Wait(ctx context.Context) error { return ctx.Err() }

// dapr/dapr: the context is that of the first client, the engine serves all.
func startEngine(ctx context.Context, e Engine) error {
	if err := e.Start(context.Background()); err != nil { // want `is passed to Start`
		return err
	}
	return load(ctx)
}

type Engine interface {
	Start(ctx context.Context) error
}

func startByOther(ctx context.Context, e Engine) error {
	return prepared(context.Background(), e) // want `is passed to prepared`
}

func prepared(ctx context.Context, e Engine) error { return e.Start(ctx) }

func startKnown(ctx context.Context, r *round) error {
	return r.Start(context.Background()) // want `is passed to Start`
}

type round struct{}

func (*round) Start(ctx context.Context) error { return ctx.Err() }

type feedings struct{}

func (*feedings) Subscribe(name string) {}

func (*feedings) SubscribeContext(ctx context.Context, name string) {}

func subscribe(ctx context.Context, f interface {
	Subscribe(name string)
	SubscribeContext(ctx context.Context, name string)
}) {
	f.Subscribe("x") // want `call .*SubscribeContext`
}

func subscribeKnown(ctx context.Context, f *feedings) {
	f.Subscribe("x") // want `call .*SubscribeContext`
}

// dapr/dapr: a literal that has the context must not sleep on without it.
func sleepsInLiteral(ctx context.Context, each func(func()), db *store.DB) {
	each(func() {
		db.Flush() // want `ctxpass/variant`
		time.Sleep(time.Minute)
		_ = load(context.Background()) // want `ctxpass/fresh`
	})
}

func sleepsBeside(ctx context.Context, each func(func()), db *store.DB) {
	each(func() {
		db.Flush() // want `ctxpass/variant`
	})
	each(func() { time.Sleep(time.Minute) })
}

func sleepsWithContext(ctx context.Context, each func(func()), db *store.DB) {
	each(func() {
		db.Flush() // want `ctxpass/variant`
		if load(ctx) == nil {
			time.Sleep(time.Minute)
		}
	})
}

// A connection does not end with the context of its dialer.

type connected struct {
	conn net.Conn
	stmt *sql.Stmt
}

func (c *connected) dial(ctx context.Context, d *net.Dialer) (err error) {
	c.conn, err = d.Dial("tcp", "example.com:80") // want `call .*DialContext`
	return err
}

func (c *connected) redial(ctx context.Context, d *net.Dialer) (net.Conn, error) {
	return d.DialContext(context.Background(), "tcp", "example.com:80") // want `is passed to DialContext`
}

func (c *connected) prepare(ctx context.Context, db *sql.DB) (err error) {
	c.stmt, err = db.Prepare("q") // want `call .*PrepareContext`
	return err
}
