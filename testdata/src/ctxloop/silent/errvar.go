package silent

import (
	"context"
	"errors"
	"fmt"
)

// Loops that go on as long as there is no error, or nothing to say. From
// franz-go's producer.

func errVariable(ctx context.Context, in <-chan int) (sum int, err error) {
	for err == nil {
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case v, ok := <-in:
			if !ok {
				return sum, nil
			}
			sum += v
		}
	}
	return sum, err
}

type producer struct{ ctx context.Context }

func newProducer(ctx context.Context) *producer { return &producer{ctx} }

func (p *producer) wait(parent, recordCtx context.Context, tries <-chan error, fatal <-chan error, aborting bool) error {
	var err, last error
	if aborting {
		err = errors.New("aborting")
	}
	n := 0
	for err == nil {
		select {
		case <-parent.Done():
			err = parent.Err()
		case <-recordCtx.Done():
			err = context.Cause(recordCtx)
		case <-p.ctx.Done():
			err = errors.New("closed")
		case err = <-fatal:
		case e, ok := <-tries:
			if !ok {
				return nil
			}
			last = e
			if n++; n > 3 {
				err = fmt.Errorf("no luck: %w", last)
			}
		}
	}
	return err
}

func errWrapped(ctx context.Context, in <-chan int) error {
	var err error
	for err == nil {
		select {
		case <-ctx.Done():
			err = wrapped(ctx.Err())
		case <-in:
		}
	}
	return err
}

func wrapped(err error) error { return &wrapError{err} }

type wrapError struct{ err error }

func (w *wrapError) Error() string { return w.err.Error() }

func errTested(ctx context.Context, in <-chan int) error {
	var err error
	for {
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case <-in:
		}
	}
}

func errField(ctx context.Context, in <-chan int) error {
	var res struct {
		sum int
		err error
	}
	for res.err == nil {
		select {
		case <-ctx.Done():
			res.err = ctx.Err()
		case v := <-in:
			res.sum += v
		}
	}
	return res.err
}

func errIs(ctx context.Context, in <-chan int) error {
	var err error
	for !errors.Is(err, context.Canceled) {
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case <-in:
		}
	}
	return err
}

func errList(ctx context.Context, in <-chan int) []error {
	var errs []error
	for len(errs) == 0 {
		select {
		case <-ctx.Done():
			errs = append(errs, ctx.Err())
		case <-in:
		}
	}
	return errs
}

func reason(ctx context.Context, in <-chan int) string {
	why := ""
	for why == "" {
		select {
		case <-ctx.Done():
			why = ctx.Err().Error()
		case <-in:
		}
	}
	return why
}
