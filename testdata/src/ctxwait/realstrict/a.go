// Package realstrict has the shapes of bugs that were fixed in real projects
// which only level strict finds, each with its fix.
package realstrict

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"sync"
	"time"
)

// docker/cli 840016ea: the wait ends with the context; who gets its result may
// have gone before.

type exit struct {
	code int
	err  error
}

type engine interface {
	Wait(ctx context.Context, id string) (<-chan exit, <-chan error)
}

func waitExit(ctx context.Context, e engine, id string) <-chan int {
	results, errs := e.Wait(ctx, id)
	status := make(chan int)
	go func() {
		select {
		case r := <-results:
			if r.err != nil {
				log.Print(r.err)
				status <- 125 // want `this send on "status" may wait for ever, also when ctx is done.*\(ctxwait/bare\)`
			} else {
				status <- r.code // want `bare`
			}
		case err := <-errs:
			log.Print(err)
			status <- 125 // want `bare`
		}
	}()
	return status
}

func waitExitFixed(ctx context.Context, e engine, id string) <-chan int {
	results, errs := e.Wait(ctx, id)
	status := make(chan int)
	go func() {
		select {
		case <-ctx.Done():
			return
		case r := <-results:
			if r.err != nil {
				log.Print(r.err)
				status <- 125
			} else {
				status <- r.code
			}
		case err := <-errs:
			if errors.Is(err, context.Canceled) {
				return
			}
			log.Print(err)
			status <- 125
		}
	}()
	return status
}

// prometheus c2b86775: a round of a loop whose context is in a field tells of
// its error after it has called the cancel function of the round.

type scraper struct {
	ctx     context.Context
	parent  context.Context
	timeout time.Duration
	scrape  func(context.Context) error
}

func newScraper(parent context.Context) (*scraper, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	return &scraper{ctx: ctx, parent: parent}, cancel
}

func (s *scraper) round(errs chan<- error) {
	ctx, cancel := context.WithTimeout(s.parent, s.timeout)
	err := s.scrape(ctx)
	cancel()
	if err != nil {
		log.Print(err)
		if errs != nil {
			errs <- err // want `this send on "errs" may wait for ever.*\(ctxwait/bare\)`
		}
	}
}

func (s *scraper) roundFixed(errs chan<- error) {
	ctx, cancel := context.WithTimeout(s.parent, s.timeout)
	err := s.scrape(ctx)
	cancel()
	if err != nil {
		log.Print(err)
		if errs != nil {
			select {
			case errs <- err:
			case <-s.ctx.Done():
			}
		}
	}
}

// The context of a field is no reason where nothing was cancelled.
func (s *scraper) forced(errs chan<- error, err error) {
	if errs != nil {
		errs <- err
	}
}

// grafana/loki e73584a3: a handler sends what it was sent, and waits for as
// long as that takes.

type target struct {
	entries chan<- string
	timeout time.Duration
	parse   func(io.Reader) (string, error)
}

func (t *target) push(w http.ResponseWriter, r *http.Request) {
	entry, err := t.parse(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	t.entries <- entry // want `this send on "t.entries" may wait for ever, also when r.Context\(\) is done.*\(ctxwait/bare\)`
	w.WriteHeader(http.StatusNoContent)
}

func (t *target) pushFixed(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := r.Context(), context.CancelFunc(func() {})
	if t.timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
	}
	defer cancel()
	entry, err := t.parse(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := t.send(ctx, entry); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (t *target) send(ctx context.Context, entry string) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case t.entries <- entry:
		return nil
	}
}

// rclone 35b95aa2: somebody has to log in with a browser, or never does.

type answer struct {
	ok   bool
	code string
}

type server struct{ result chan answer }

func (s *server) serve() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.reply(r.FormValue("code")) })
}

func (s *server) reply(code string) { s.result <- answer{code != "", code} }
func (s *server) stop()             {}

func logIn(ctx context.Context, open func(url string) error) (string, error) {
	s := &server{make(chan answer, 1)}
	go s.serve()
	defer s.stop()
	if err := open("http://localhost/"); err != nil {
		log.Print(err)
	}
	a := <-s.result // want `this receive from "s.result" may wait for ever, also when ctx is done.*\(ctxwait/bare\)`
	if !a.ok {
		return "", errors.New("not logged in")
	}
	return a.code, nil
}

func logInFixed(ctx context.Context, open func(url string) error) (string, error) {
	s := &server{make(chan answer, 1)}
	ctx, cancel := context.WithCancel(ctx)
	go s.serve()
	defer func() {
		cancel()
		s.stop()
	}()
	if err := open("http://localhost/"); err != nil {
		log.Print(err)
	}
	var a answer
	select {
	case a = <-s.result:
	case <-ctx.Done():
		return "", errors.New("cancelled")
	}
	if !a.ok {
		return "", errors.New("not logged in")
	}
	return a.code, nil
}

// helm 5059ae84: the goroutine that looks after the context stays behind when
// the work ends first.

type installer struct{ mu sync.Mutex }

type outcome struct{ err error }

func (i *installer) install(ctx context.Context, work func() error) error {
	out := make(chan outcome)
	go i.perform(out, work)
	i.handle(ctx, out)
	o := <-out
	return o.err
}

func (i *installer) perform(out chan<- outcome, work func() error) { i.report(out, work()) }

func (i *installer) handle(ctx context.Context, out chan<- outcome) {
	go func() { // want `this goroutine waits for the end of "ctx", which outlives handle.*\(ctxwait/watcher\)`
		<-ctx.Done()
		i.report(out, ctx.Err())
	}()
}

func (i *installer) report(out chan<- outcome, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	out <- outcome{err}
}

func (i *installer) installFixed(ctx context.Context, work func() error) error {
	out, done := make(chan outcome, 2), make(chan struct{}) // without room, the later of two would wait
	defer close(done)
	go i.perform(out, work)
	go i.handleFixed(ctx, out, done)
	o := <-out
	return o.err
}

func (i *installer) handleFixed(ctx context.Context, out chan<- outcome, done <-chan struct{}) {
	select {
	case <-ctx.Done():
		i.report(out, ctx.Err())
	case <-done:
	}
}

// istio d2c53e2e: each election leaves a goroutine behind until the process is
// told to stop.

func elect(stop <-chan struct{}, run func(context.Context)) {
	for {
		ctx, cancel := context.WithCancel(context.Background())
		go func() { // want `this goroutine waits for the end of "stop", which outlives elect.*\(ctxwait/watcher\)`
			<-stop
			cancel()
		}()
		run(ctx)
		select {
		case <-stop:
			return
		default:
			cancel()
		}
	}
}

func electFixed(stop <-chan struct{}, run func(context.Context)) {
	for {
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			defer cancel()
			select {
			case <-stop:
			case <-ctx.Done():
			}
		}()
		run(ctx)
		select {
		case <-stop:
			return
		default:
			cancel()
		}
	}
}
