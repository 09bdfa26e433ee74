package fresh

import (
	"context"
	"errors"
	"log"
)

func undo(ctx context.Context) {}

// An error says that the context, or one derived from it, is over.

func canceled(ctx context.Context) error {
	err := load(ctx)
	if errors.Is(err, context.Canceled) {
		undo(context.Background())
	}
	return err
}

func eitherError(ctx context.Context) error {
	err := load(ctx)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		undo(context.Background())
		return err
	}
	return nil
}

func compared(ctx context.Context) error {
	switch err := load(ctx); err {
	case context.Canceled, context.DeadlineExceeded:
		undo(context.Background())
		return err
	}
	return nil
}

func behindReturn(ctx context.Context) error {
	err := load(ctx)
	if !errors.Is(err, context.Canceled) {
		return err
	}
	undo(context.Background())
	return err
}

// Elsewhere it does not.

func notCanceled(ctx context.Context) error {
	err := load(ctx)
	if !errors.Is(err, context.Canceled) {
		undo(context.Background()) // want `ctxpass/fresh`
	}
	return err
}

func behind(ctx context.Context) error {
	err := load(ctx)
	if errors.Is(err, context.Canceled) {
		log.Print("canceled")
	}
	undo(context.Background()) // want `ctxpass/fresh`
	return err
}

var errCanceled = errors.New("canceled")

func otherError(ctx context.Context) error {
	err := load(ctx)
	if errors.Is(err, errCanceled) || err == context.Canceled {
		undo(context.Background()) // want `ctxpass/fresh`
	}
	return err
}
