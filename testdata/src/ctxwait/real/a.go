// Package real has the shapes of bugs that were fixed in real projects, each
// with its fix, as far as level default finds them.
package real

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// caddyserver/caddy e2f913bb: between the tries of a proxy a method sleeps that
// has nothing but the request.

type balancer struct {
	most, pause time.Duration
	repeatable  func(*http.Request) bool
}

func (b balancer) again(since time.Time, err error, r *http.Request) bool {
	if time.Since(since) >= b.most {
		return false
	}
	if err != nil && r.Method != http.MethodGet && !b.repeatable(r) {
		return false
	}
	time.Sleep(b.pause) // want `this sleep goes on when r.Context\(\) is done.*\(ctxwait/sleep\)`
	return true
}

func (b balancer) againFixed(ctx context.Context, since time.Time, err error, r *http.Request) bool {
	if time.Since(since) >= b.most {
		return false
	}
	if err != nil && r.Method != http.MethodGet && !b.repeatable(r) {
		return false
	}
	select {
	case <-time.After(b.pause):
		return true
	case <-ctx.Done():
		return false
	}
}

type proxy struct {
	balancer
	ctx     context.Context
	pick    func(*http.Request) string
	forward func(http.ResponseWriter, *http.Request, string) error
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var err error
	for start := time.Now(); ; {
		host := p.pick(r)
		if host != "" {
			if err = p.forward(w, r, host); err == nil {
				return
			}
		}
		if !p.again(start, err, r) {
			break
		}
	}
	http.Error(w, "no host", http.StatusBadGateway)
}

func (p *proxy) serveFixed(w http.ResponseWriter, r *http.Request) {
	var err error
	for start := time.Now(); ; {
		host := p.pick(r)
		if host != "" {
			if err = p.forward(w, r, host); err == nil {
				return
			}
		}
		if !p.againFixed(p.ctx, start, err, r) {
			break
		}
	}
	http.Error(w, "no host", http.StatusBadGateway)
}

// kubernetes/client-go 7a08020e: what is run again and again has a context,
// and sleeps as long as the server tells it.

type watcher struct {
	stop  chan struct{}
	until func(ctx context.Context, run func(context.Context))
	once  func() (done bool, wait time.Duration)
}

func (w *watcher) receive() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-w.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	w.until(ctx, func(ctx context.Context) {
		done, wait := w.once()
		if done {
			cancel()
			return
		}
		time.Sleep(wait) // want `this sleep goes on when ctx is done.*\(ctxwait/sleep\)`
	})
}

func (w *watcher) receiveFixed() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-w.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	w.until(ctx, func(ctx context.Context) {
		done, wait := w.once()
		if done {
			cancel()
			return
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	})
}

// argoproj/argo-cd c3b498c2: a goroutine copies logs until it has the last line,
// an error or too much, and says so where nobody listens once the client has
// gone.

type line struct {
	text string
	err  error
	last bool
}

type stream interface {
	Context() context.Context
	Send(line) error
}

func copyLogs(s stream, lines <-chan line, most int) error {
	done := make(chan error)
	go func() {
		n := 0
		for l := range lines {
			if l.err != nil {
				done <- l.err // want `nobody receives what is sent here on "done".*\(ctxwait/abandoned\)`
				return
			}
			if n++; n > most {
				done <- s.Send(line{last: true}) // want `abandoned`
				return
			}
			if err := s.Send(l); err != nil {
				done <- err // want `abandoned`
				break
			}
		}
		done <- s.Send(line{last: true}) // want `abandoned`
	}()
	select {
	case err := <-done:
		return err
	case <-s.Context().Done():
		return nil
	}
}

func copyLogsFixed(s stream, lines <-chan line, most int) error {
	done := make(chan error, 1)
	go func() {
		n := 0
		for l := range lines {
			if l.err != nil {
				done <- l.err
				return
			}
			if n++; n > most {
				done <- s.Send(line{last: true})
				return
			}
			if err := s.Send(l); err != nil {
				done <- err
				return
			}
		}
		done <- s.Send(line{last: true})
	}()
	select {
	case err := <-done:
		return err
	case <-s.Context().Done():
		return nil
	}
}

// grafana/loki 28919190: the results are sent as long as somebody wants them,
// the error whether or not.

type result struct {
	i   int
	err error
}

type each func(ctx context.Context, n int, do func(context.Context, int) error) error

func gather(ctx context.Context, n int, run each, query func(int) error, add func(result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan result)
	go func() {
		err := run(ctx, n, func(ctx context.Context, i int) error {
			if err := query(i); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
			case results <- result{i: i}:
			}
			return nil
		})
		if err != nil {
			results <- result{-1, err} // want `nobody receives what is sent here on "results".*\(ctxwait/abandoned\)`
		}
		close(results)
	}()
	var err error
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r, ok := <-results:
			if !ok {
				return err
			}
			if err == nil {
				err = errors.Join(r.err, add(r))
			}
		}
	}
}

func gatherFixed(ctx context.Context, n int, run each, query func(int) error, add func(result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan result)
	go func() {
		err := run(ctx, n, func(ctx context.Context, i int) error {
			if err := query(i); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
			case results <- result{i: i}:
			}
			return nil
		})
		if err != nil {
			select {
			case results <- result{-1, err}:
			case <-ctx.Done():
			}
		}
		close(results)
	}()
	var err error
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r, ok := <-results:
			if !ok {
				return err
			}
			if err == nil {
				err = errors.Join(r.err, add(r))
			}
		}
	}
}
