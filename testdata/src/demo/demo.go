// Package demo shows what ctxlint finds. The README prints its function Wait
// and what ctxlint says about it.
package demo

import (
	"context"
	"database/sql"
	"time"
)

func Wait(db *sql.DB, ctx context.Context, job string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	for {
		var state string
		row := db.QueryRow("SELECT state FROM jobs WHERE name = ?", job)
		if err := row.Scan(&state); err != nil {
			return err
		}
		if state == "done" {
			err := notify(nil, job)
			cancel()
			return err
		}
		time.Sleep(time.Second)
	}
}

// notify stands for a call that needs its context.
func notify(ctx context.Context, job string) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case finished <- job:
		return nil
	}
}

var finished = make(chan string)
