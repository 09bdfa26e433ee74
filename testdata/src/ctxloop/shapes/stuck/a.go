package stuck

import (
	"context"
	"log"
	"net/http"
	"os"
	"time"

	"ctxloop/shapes/dep"

	xcontext "golang.org/x/net/context"
)

func use(...any) {}

func t01(ctx context.Context, in <-chan int) {
	for {
		select {
		case v := <-in:
			use(v)
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			break
		}
	}
}

func t02(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			continue
		case v := <-in:
			use(v)
		}
	}
}

func t03(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			log.Printf("done: %v", ctx.Err())
		case v := <-in:
			use(v)
		}
	}
}

func t04(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			func() { return }()
		case v := <-in:
			use(v)
		}
	}
}

func t05(ctx context.Context, in <-chan int, next func()) {
	for {
		next()
	inner:
		for {
			select {
			case <-ctx.Done(): // want `\(ctxloop/stuck\)`
				break inner
			case v := <-in:
				use(v)
			}
		}
	}
}

// the loop ends anyway
func t06(ctx context.Context, xs []int, out chan<- int) {
	for _, x := range xs {
		select {
		case out <- x:
		case <-ctx.Done():
			break
		}
	}
	for i := 0; i < 10; i++ {
		select {
		case out <- i:
		case <-ctx.Done():
			log.Print("over")
		}
	}
}

func t07(ctx context.Context, in <-chan int) {
	done := ctx.Done()
	draining := false
	for {
		select {
		case <-done:
			done = nil
			draining = true
		case v, ok := <-in:
			if !ok {
				return
			}
			if !draining {
				use(v)
			}
		}
	}
}

func t08(ctx context.Context, in <-chan int) {
loop:
	for {
		select {
		case <-ctx.Done():
			break loop
		case v := <-in:
			use(v)
		}
	}
}

func t09(ctx context.Context, in <-chan int, verbose bool) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			if verbose {
				log.Print("over")
				break
			}
			switch ctx.Err() {
			case context.Canceled:
				break
			}
		case v := <-in:
			use(v)
		}
	}
}

func t10(ctx context.Context, in <-chan int) {
	for running := true; running; {
		select {
		case <-ctx.Done():
			running = false
		case v := <-in:
			use(v)
		}
	}
}

func t11(ctx context.Context, work func()) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			break
		default:
			work()
		}
	}
}

func t12(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			log.Fatal("over")
		case v := <-in:
			use(v)
		}
	}
}
func t12b(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			os.Exit(1)
		case v := <-in:
			use(v)
		}
	}
}
func bail() { panic("bail") }
func t12c(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			bail()
		case v := <-in:
			use(v)
		}
	}
}

func t13(ctx context.Context, in <-chan int) {
	for {
	sel:
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			break sel
		case v := <-in:
			use(v)
		}
	}
}

func t14(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			goto out
		case v := <-in:
			use(v)
		}
	}
out:
	log.Print("out")
}

func t17(ctx context.Context, in <-chan int) {
	for {
		select {
		case _, ok := <-ctx.Done(): // want `\(ctxloop/stuck\)`
			if !ok {
				break
			}
		case v := <-in:
			use(v)
		}
	}
}

func t18(ctx context.Context, in <-chan int) {
	done := ctx.Done()
	for {
		select {
		case <-done: // want `\(ctxloop/stuck\)`
			continue
		case v := <-in:
			use(v)
		}
	}
}

type server struct {
	ctx  context.Context
	in   chan int
	stop bool
}

func (s *server) loop2(ctx context.Context) {
	for !s.stop {
		select {
		case <-ctx.Done():
			s.stop = true
		case v := <-s.in:
			use(v)
		}
	}
}

func t19(w http.ResponseWriter, r *http.Request, in <-chan []byte) {
	for {
		select {
		case <-r.Context().Done(): // want `\(ctxloop/stuck\)`
			log.Print("client gone")
		case b := <-in:
			w.Write(b)
		}
	}
}

func t20(ctx xcontext.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			break
		case v := <-in:
			use(v)
		}
	}
}

func t21(ctx context.Context, in <-chan int) {
	go func() {
		for {
			select {
			case <-ctx.Done(): // want `\(ctxloop/stuck\)`
				break
			case v := <-in:
				use(v)
			}
		}
	}()
}

func t22(ctx context.Context, tick *time.Ticker) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			log.Println("shutting down")
			continue
		case <-tick.C:
			use(1)
		}
	}
}

// the check behind the select leaves
func t23(ctx context.Context, in <-chan int) error {
	for {
		select {
		case <-ctx.Done():
		case v := <-in:
			use(v)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// the loop condition asks
func t24(ctx context.Context, in <-chan int) {
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case v := <-in:
			use(v)
		}
	}
}

// cancelled by a derived context
func t25(parent context.Context, in <-chan int) {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			break
		case v := <-in:
			if v == 0 {
				cancel()
			}
		}
	}
}

// the wait after Done goes on in a helper
func t26(ctx context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			drain(in)
			return
		case v := <-in:
			use(v)
		}
	}
}

func drain(in <-chan int) {
	for range in {
	}
}

// `ctx.Done()` polled with an if inside
func t27(ctx context.Context, in <-chan int, f func(int) error) {
	for {
		select {
		case <-ctx.Done(): // want `\(ctxloop/stuck\)`
			if err := ctx.Err(); err != nil {
				log.Println(err)
			}
		default:
		}
		if dep.Stopped(context.Background()) {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// the outer is bounded
func t28(ctx context.Context, xs []int, in <-chan int) {
	for range xs {
	inner:
		for {
			select {
			case <-ctx.Done():
				break inner
			case v := <-in:
				use(v)
			}
		}
	}
}

// per-round timeout: the end of the round's context ends the round
func t29(ctx context.Context, in <-chan int) error {
	for {
		c, cancel := context.WithTimeout(ctx, time.Second)
		select {
		case <-c.Done():
			cancel()
			if ctx.Err() != nil {
				return ctx.Err()
			}
		case v := <-in:
			cancel()
			use(v)
		}
	}
}

// a closure that returns for itself
func t30(ctx context.Context, in <-chan int) {
	for {
		func() {
			select {
			case <-ctx.Done(): // want `\(ctxloop/stuck\)`
				return
			case v := <-in:
				use(v)
			}
		}()
	}
}

// two contexts
func t31(ctx, other context.Context, in <-chan int) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-other.Done(): // want `\(ctxloop/stuck\)`
			continue
		case v := <-in:
			use(v)
		}
	}
}
