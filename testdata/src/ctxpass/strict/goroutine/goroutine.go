// Package goroutine starts goroutines with the wrong contexts.
package goroutine

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

func load(ctx context.Context) error         { return ctx.Err() }
func audit(ctx context.Context, what string) {}

type key struct{}

// Fresh ones have lost the values of the one in scope.

func fresh(ctx context.Context) {
	go load(context.Background()) // want `context.Background\(\) is passed to load in a goroutine although ctx is in scope: context.WithoutCancel\(ctx\) keeps its values \(ctxpass/goroutine\)`
}

func freshInside(ctx context.Context) {
	go func() {
		c, cancel := context.WithTimeout(context.Background(), time.Second) // want `ctxpass/goroutine`
		defer cancel()
		load(c)
	}()
}

func freshTimer(ctx context.Context) {
	time.AfterFunc(time.Second, func() {
		load(context.TODO()) // want `ctxpass/goroutine`
	})
}

func freshGroup(ctx context.Context, wg *sync.WaitGroup) {
	wg.Go(func() {
		load(context.Background()) // want `ctxpass/goroutine`
	})
}

func freshArgument(ctx context.Context) {
	go func(c context.Context) { load(c) }(context.Background()) // want `ctxpass/goroutine`
}

// The function itself passes one on, too: that is worse.
func freshBoth(ctx context.Context) error {
	bg := context.Background() // want `ctxpass/fresh`
	go load(bg)
	return load(bg)
}

// The request's ends with it.

func handler(w http.ResponseWriter, r *http.Request) {
	go audit(r.Context(), "seen") // want `a goroutine that may outlive the request is given its context: give it context.WithoutCancel\(r.Context\(\)\) \(ctxpass/goroutine\)`
	w.WriteHeader(http.StatusAccepted)
}

func handlerInside(w http.ResponseWriter, r *http.Request) {
	go func() { // want `context.WithoutCancel\(r.Context\(\)\)`
		audit(r.Context(), "seen")
	}()
}

func handlerLocal(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithValue(r.Context(), key{}, 1)
	go func() { // want `context.WithoutCancel\(ctx\)`
		audit(ctx, "seen")
	}()
}

func handlerTimer(w http.ResponseWriter, r *http.Request) {
	time.AfterFunc(time.Minute, func() { // want `ctxpass/goroutine`
		audit(r.Context(), "late")
	})
}

func handlerArgument(w http.ResponseWriter, r *http.Request) {
	go func(ctx context.Context) { // want `ctxpass/goroutine`
		audit(ctx, "seen")
	}(r.Context())
}

func rpc(srv grpc.ServerStream) error {
	go audit(srv.Context(), "seen") // want `ctxpass/goroutine`
	return nil
}

func ginHandler(c *gin.Context) {
	go audit(c, "seen") // want `ctxpass/goroutine`
}

// It waits for what it started.

func joined(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		audit(r.Context(), "seen")
	}()
	wg.Wait()
}

func joinedByChannel(w http.ResponseWriter, r *http.Request) {
	errs := make(chan error, 1)
	go func() { errs <- load(r.Context()) }()
	select {
	case <-errs:
	case <-r.Context().Done():
	}
}

func joinedByDefer(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		load(r.Context())
	}()
}

// It stops what it started.
func stopped(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go load(ctx)
}

func stoppedLater(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer func() { cancel() }()
	go func() { load(ctx) }()
}

// Detached as it should be.

func detached(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithoutCancel(r.Context())
	go audit(ctx, "seen")
	go func() { audit(context.WithoutCancel(r.Context()), "seen") }()
}

// It only watches for the end.
func watcher(w http.ResponseWriter, r *http.Request) {
	go func() {
		<-r.Context().Done()
		audit(r.Context(), "gone")
	}()
}

// The context of a plain parameter lives as long as its caller says.
func parameter(ctx context.Context) {
	go audit(ctx, "seen")
}

// That of a command lives as long as the program.
func command(cmd *cobra.Command, args []string) {
	go audit(cmd.Context(), "seen")
}

// After the end, and in cleanups, a goroutine is what it takes
// (moby/buildkit#6666).
func cleanup(ctx context.Context) {
	defer func() { go load(context.TODO()) }()
	<-ctx.Done()
	go load(context.Background())
}
