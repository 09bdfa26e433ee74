package stuck

import (
	"context"
	"errors"
	"io"
)

var errFatal = errors.New("fatal")

// The error of the context is kept, but the loop goes on whatever it is.

func otherSentinel(ctx context.Context, in <-chan error) error {
	var err error
	for err != errFatal {
		select {
		case <-ctx.Done(): // want `does not leave the loop`
			err = ctx.Err()
		case err = <-in:
		}
	}
	return err
}

func isOther(ctx context.Context, in <-chan error) error {
	var err error
	for !errors.Is(err, io.EOF) {
		select {
		case <-ctx.Done(): // want `does not leave the loop`
			err = ctx.Err()
		case err = <-in:
		}
	}
	return err
}

func keptForLater(ctx context.Context, in <-chan error) error {
	var err, last error
	for err == nil {
		select {
		case <-ctx.Done(): // want `does not leave the loop`
			last = ctx.Err()
		case err = <-in:
		}
	}
	return errors.Join(err, last)
}

func taken(ctx context.Context, in <-chan error) error {
	var err error
	for err == nil {
		select {
		case <-ctx.Done(): // want `does not leave the loop`
			err = ctx.Err()
			err = nil
		case err = <-in:
		}
	}
	return err
}
