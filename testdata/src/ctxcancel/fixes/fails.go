package fixes

import "context"

type pool interface {
	Lease(ctx context.Context) (context.Context, context.CancelFunc, error)
	Revoke(ctx context.Context) (context.CancelCauseFunc, error)
	Try(ctx context.Context) (context.Context, context.CancelFunc, bool)
	Limit(ctx context.Context) (context.Context, context.CancelFunc)
}

// A deferred call of nil panics: whoever fails returns no cancel function.
func lease(ctx context.Context, p pool) error {
	c, cancel, err := p.Lease(ctx) // want `write defer cancel\(\) behind the test of the error`
	if err != nil {
		return err
	}
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func revoke(ctx context.Context, p pool) error {
	stop, err := p.Revoke(ctx) // want `write defer stop\(nil\) behind the test of the error`
	if err != nil {
		return err
	}
	if err := work(ctx); err != nil {
		return err
	}
	stop(nil)
	return nil
}

func leaseDiscarded(ctx context.Context, p pool) error {
	c, _, err := p.Lease(ctx) // want "ctxcancel/discarded"
	if err != nil {
		return err
	}
	return work(c)
}

// It is not certain here that there is one.
func untested(ctx context.Context, p pool) error {
	c, _, _ := p.Lease(ctx) // want "ctxcancel/discarded"
	return work(c)
}

func testedLater(ctx context.Context, p pool) error {
	c, cancel, err := p.Lease(ctx) // want "ctxcancel/lostpath"
	use(ctx)
	if err != nil {
		return err
	}
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func goesOn(ctx context.Context, p pool) error {
	c, cancel, err := p.Lease(ctx) // want "ctxcancel/lostpath"
	if err != nil {
		use(ctx)
	}
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func flagged(ctx context.Context, p pool) error {
	c, cancel, ok := p.Try(ctx) // want "ctxcancel/lostpath"
	if !ok {
		return nil
	}
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}

func mayBeNil(ctx context.Context, p pool) error {
	c, cancel := p.Limit(ctx) // want "ctxcancel/lostpath"
	if err := work(c); err != nil {
		return err
	}
	if cancel != nil {
		cancel()
	}
	return nil
}

func limit(ctx context.Context, p pool) error {
	c, cancel := p.Limit(ctx) // want `write defer cancel\(\) right here`
	if err := work(c); err != nil {
		return err
	}
	cancel()
	return nil
}
