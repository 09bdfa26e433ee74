package spin

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"sync"

	"ctxloop/shapes/dep"

	xcontext "golang.org/x/net/context"
)

type store interface {
	Step(ctx context.Context) error
	Next(ctx context.Context) (string, error)
	Tick(ctx context.Context)
}

func use(...any) {}

func p01(ctx context.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		_ = s.Step(ctx)
	}
}

func p02(ctx context.Context) {
	for { // want `\(ctxloop/spin\)`
		dep.Step(ctx)
	}
}

func p03(ctx context.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		if err := s.Step(ctx); err != nil {
			log.Print(err)
			continue
		}
		use(1)
	}
}

// nothing to ignore
func p04(ctx context.Context, s store) {
	for {
		s.Tick(ctx)
	}
}

func p05(ctx context.Context, s store) error {
	for { // want `\(ctxloop/spin\)`
		v, err := s.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		use(v)
	}
}
func p05b(ctx context.Context, s store) error {
	for { // want `\(ctxloop/spin\)`
		v, err := s.Next(ctx)
		if err == io.EOF {
			return nil
		}
		use(v)
	}
}

func p06(ctx context.Context, s store) error {
	for {
		v, err := s.Next(ctx)
		if errors.Is(err, context.Canceled) {
			return err
		}
		use(v)
	}
}

func fatal(err error) bool { return !errors.Is(err, io.ErrNoProgress) }

func p07(ctx context.Context, s store) error {
	for {
		_, err := s.Next(ctx)
		if fatal(err) {
			return err
		}
	}
}

func p08(ctx context.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		if err := s.Step(ctx); err == nil {
			return
		}
	}
}

func p09(ctx context.Context, s store) {
	n := 0
	for {
		if err := s.Step(ctx); err != nil {
			n++
			if n > 10 {
				return
			}
		}
	}
}

func p11(ctx context.Context, s store) {
	for {
		_ = s.Step(ctx)
		if ctx.Err() != nil {
			break
		}
	}
}

func p12(ctx context.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		v, _ := s.Next(ctx)
		use(v)
	}
}

func p13(ctx context.Context, f func(context.Context) error) {
	for { // want `\(ctxloop/spin\)`
		if err := f(ctx); err != nil {
			fmt.Println("failed:", err)
		}
	}
}

func p13b[T any](ctx context.Context, f func(context.Context) (T, error), each func(T)) {
	for { // want `\(ctxloop/spin\)`
		v, err := f(ctx)
		if err != nil {
			continue
		}
		each(v)
	}
}

func p15(ctx context.Context, s store) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for { // want `\(ctxloop/spin\)`
			if err := s.Step(ctx); err != nil {
				log.Println(err)
			}
		}
	})
	wg.Wait()
}

func p18(ctx context.Context, s store) {
	for {
		if err := s.Step(ctx); err != nil {
			panic(err)
		}
	}
}

func p19(ctx xcontext.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		s.Step(ctx)
	}
}

func p20(ctx context.Context, s store, sc *bufio.Scanner) {
	for sc.Scan() {
		_ = s.Step(ctx)
	}
}

func p21(ctx context.Context, s store, xs []string) {
	for range xs {
		_ = s.Step(ctx)
	}
}

func p22(ctx context.Context, s store) {
again:
	_ = s.Step(ctx) // want `\(ctxloop/spin\)`
	goto again
}

type stream interface {
	Context() context.Context
	Recv() (string, error)
	Send(string) error
}

func p23(st stream) error {
	for { // want `\(ctxloop/spin\)`
		msg, err := st.Recv()
		if err != nil {
			log.Print(err)
			continue
		}
		use(msg)
	}
}

func p23b(st stream) error {
	for {
		msg, err := st.Recv()
		if err != nil {
			return err
		}
		use(msg)
	}
}

func p24(ctx context.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		ctx, cancel := context.WithTimeout(ctx, 1e9)
		_ = s.Step(ctx)
		cancel()
	}
}

func p25(ctx context.Context, s store) {
	for { // silent: what is given the error may stop the program
		if err := s.Step(ctx); err != nil {
			handle(err)
		}
	}
}

var failures int

func handle(err error) {
	if errors.Is(err, context.Canceled) {
		panic(err)
	}
	failures++
}

func p26(ctx context.Context, s store) (err error) {
	for err == nil {
		err = s.Step(ctx)
	}
	return err
}

func p27(ctx context.Context, s store) {
	for { // want `\(ctxloop/spin\)`
		switch err := s.Step(ctx); err {
		case nil:
			use(1)
		case io.EOF:
			return
		default:
			log.Print(err)
		}
	}
}

func p28(ctx context.Context, s store) {
	for {
		switch err := s.Step(ctx); {
		case err == nil:
			use(1)
		case errors.Is(err, context.DeadlineExceeded):
			return
		default:
			log.Print(err)
		}
	}
}

func p29(ctx context.Context, s store) {
	for {
		var pe *myErr
		if err := s.Step(ctx); errors.As(err, &pe) {
			return
		}
	}
}

type myErr struct{}

func (*myErr) Error() string { return "" }
