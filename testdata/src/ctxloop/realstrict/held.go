package realstrict

import (
	"context"
	"os"
	"os/signal"
	"sync"

	"golang.org/x/sync/errgroup"
)

// istio f03c952e: the stream is in a field of the connection.

type update struct{ id int }

type updates interface {
	Context() context.Context
	Recv() (*update, error)
}

type connection struct {
	peer   string
	stream updates
}

func receive(con *connection, to chan *update, failed *error) {
	defer close(to)
	for {
		u, err := con.stream.Recv()
		if err != nil {
			*failed = err
			return
		}
		to <- u // want `the loop looks at con.stream.Context\(\) at line 29, but sends on to .* which the end of con.stream.Context\(\) does not end`
	}
}

func receiveFixed(con *connection, to chan *update, failed *error) {
	defer close(to)
	for {
		u, err := con.stream.Recv()
		if err != nil {
			*failed = err
			return
		}
		select {
		case to <- u:
		case <-con.stream.Context().Done():
			return
		}
	}
}

// A connection of which nothing but the name is read: who knows what stream
// that is.
func names(con *connection, to chan string) {
	for range 10 {
		to <- con.peer
	}
}

// restic 5767c65c: the context is in a field of the options.

type options struct {
	ctx   context.Context
	quiet bool
}

func remove(opts options, files map[string]bool, rm func(ctx context.Context, name string) error) error {
	names := make(chan string)
	go func() {
		for name := range files {
			names <- name // want `the loop sends on names .* which the end of opts.ctx .* does not end`
		}
		close(names)
	}()
	g, ctx := errgroup.WithContext(opts.ctx)
	for range 8 {
		g.Go(func() error {
			for name := range names {
				if err := rm(ctx, name); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

func removeFixed(opts options, files map[string]bool, rm func(ctx context.Context, name string) error) error {
	names := make(chan string)
	g, ctx := errgroup.WithContext(opts.ctx)
	g.Go(func() error {
		defer close(names)
		for name := range files {
			select {
			case names <- name:
			case <-ctx.Done():
				return nil
			}
		}
		return nil
	})
	for range 8 {
		g.Go(func() error {
			for name := range names {
				if err := rm(ctx, name); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// Options whose context is only set.
func configure(opts *options, names chan<- string, all []string) {
	opts.ctx = context.Background()
	for _, name := range all {
		names <- name
	}
}

// A literal that is kept for later has options of its own time.
func later(opts options, names chan<- string) func([]string) {
	opts.ctx.Err()
	return func(all []string) {
		for _, name := range all {
			names <- name
		}
	}
}

// docker/compose dcbf005f: what a function closes when it returns does not end
// a goroutine that it waits for before.

func serve(ctx context.Context, stop func(), run func(context.Context) error) error {
	var g errgroup.Group
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt)
	defer close(signals)
	done := make(chan bool)
	g.Go(func() error {
		first := true
		for {
			select { // want `the loop waits in a select without a case for the context and stops on signals`
			case <-done:
				return nil
			case <-signals:
				if !first {
					return nil
				}
				first = false
				stop()
			}
		}
	})
	if err := run(ctx); err != nil {
		return err
	}
	close(done)
	return g.Wait()
}

func serveFixed(ctx context.Context, stop func(), run func(context.Context) error) error {
	var g errgroup.Group
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt)
	defer close(signals)
	g.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-signals:
				stop()
			}
		}
	})
	if err := run(ctx); err != nil {
		return err
	}
	return g.Wait()
}

// The same with a wait group that the goroutine signs off from.
func signedOff(ctx context.Context, say func(string)) {
	var wg sync.WaitGroup
	said := make(chan string)
	quit := make(chan bool)
	defer close(said)
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			select { // want `nodone`
			case s := <-said:
				say(s)
			case <-quit:
				return
			}
		}
	}()
	for range 100 {
		said <- "word" // want `nodone`
	}
	quit <- true
	wg.Wait()
}

// It closes the channel first and waits then.
func closedFirst(ctx context.Context, words []string, say func(string)) {
	var wg sync.WaitGroup
	said := make(chan string)
	wg.Add(1)
	go func() {
		defer wg.Done()
		for s := range said {
			say(s)
		}
	}()
	for _, s := range words {
		select {
		case said <- s:
		case <-ctx.Done():
		}
	}
	close(said)
	wg.Wait()
}

// It waits for others, which send, before it closes the channel.
func othersFirst(ctx context.Context, words []string, say func(string)) {
	var wg sync.WaitGroup
	said, end := make(chan string), make(chan struct{})
	go func() {
		defer close(end)
		for s := range said {
			say(s)
		}
	}()
	for _, s := range words {
		wg.Go(func() {
			select {
			case said <- s:
			case <-ctx.Done():
			}
		})
	}
	wg.Wait()
	close(said)
	<-end
}

// The jobs are signed off, not the workers: those end when there are no more.
func workers(ctx context.Context, first string, list func(dir string) []string) {
	var jobs, all sync.WaitGroup
	dirs, quit := make(chan string, 8), make(chan bool)
	for range 8 {
		all.Go(func() {
			for {
				select {
				case dir, ok := <-dirs:
					if !ok {
						return
					}
					jobs.Add(len(list(dir)))
					jobs.Done()
				case <-quit:
					return
				}
			}
		})
	}
	jobs.Add(1)
	dirs <- first
	jobs.Wait()
	close(dirs)
	all.Wait()
}
