package fix

import (
	"context"
	"net/http"
	"time"
)

func derived(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	c, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}

func shadowed(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithDeadline(ctx, time.Now().Add(time.Second))
	defer cancel()
	return srv.Shutdown(ctx) // want `ctxdead/done`
}

// Nothing would bound it.

func direct(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	return srv.Shutdown(ctx) // want `ctxdead/done`
}

func noTimeout(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	c, cancel := context.WithCancel(ctx)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}

// The values in between are derived from what is over, too.
func inBetween(ctx context.Context, srv *http.Server) error {
	<-ctx.Done()
	named := context.WithValue(ctx, key{}, "shutdown")
	c, cancel := context.WithTimeout(named, time.Second)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}

// The other work must end with the parent.
func derivedBefore(ctx context.Context, srv *http.Server) error {
	c, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	go serve(c)
	<-ctx.Done()
	return srv.Shutdown(c) // want `ctxdead/done`
}

func serve(context.Context) {}

type key struct{}

func causes(ctx context.Context, srv *http.Server, over error) error {
	<-ctx.Done()
	c, cancel := context.WithTimeoutCause(ctx, time.Second, over)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}

func deadlineCauses(ctx context.Context, srv *http.Server, over error) error {
	<-ctx.Done()
	c, cancel := context.WithDeadlineCause(ctx, time.Now().Add(time.Second), over)
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}

// No fix: it may come from either.
func eitherTimeout(ctx context.Context, srv *http.Server, slow bool) error {
	<-ctx.Done()
	c, cancel := context.WithTimeout(ctx, time.Second)
	if slow {
		c, cancel = context.WithTimeout(ctx, time.Minute)
	}
	defer cancel()
	return srv.Shutdown(c) // want `ctxdead/done`
}
