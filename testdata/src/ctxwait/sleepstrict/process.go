package sleepstrict

import (
	"context"
	"errors"
	"os"
	"time"
)

// From rclone's remote control: the answer goes out, then the process ends.
func quit(ctx context.Context, code int) error {
	go func() {
		time.Sleep(1500 * time.Millisecond)
		os.Exit(code)
	}()
	return nil
}

func maybeQuit(ctx context.Context, code int) error {
	go func() {
		time.Sleep(1500 * time.Millisecond) // want `this sleep of 1.5s`
		if code > 0 {
			os.Exit(code)
		}
	}()
	return nil
}

// From rclone's info command: the one sleep is judged where it is.
type prober struct{ ctx context.Context }

func newProber(ctx context.Context) *prober { return &prober{ctx} }

func (p *prober) write(d time.Duration) error {
	err := work(p.ctx)
	time.Sleep(d) // want `this sleep goes on when p.ctx is done`
	return err
}

func (p *prober) probe() error { return p.write(time.Minute) }

func probeFor(ctx context.Context, p *prober) error {
	return p.write(time.Minute) // want `write sleeps, and goes on when ctx is done`
}

// From rclone's pikpak backend: what is undone when the function fails.
func onError(err *error, undo func()) func() {
	return func() {
		if *err != nil {
			undo()
		}
	}
}

func upload(ctx context.Context) (err error) {
	defer onError(&err, func() {
		work(ctx)
		time.Sleep(time.Second)
	})()
	if err := work(ctx); err != nil {
		return errors.Join(err)
	}
	kept := onError(&err, func() {
		work(ctx)
		time.Sleep(time.Minute) // want `this sleep of 1m0s`
	})
	kept()
	return nil
}
