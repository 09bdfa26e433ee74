package strict

import (
	"context"
	"errors"
	"net/http"
)

type request struct {
	id     int
	answer chan error
}

// From rclone's downloaders: who asks has nothing to do but to wait.
type desk struct {
	ctx      context.Context
	open     bool
	requests []request
}

func (d *desk) ask(id int) error {
	answer := make(chan error)
	r := request{id: id, answer: answer}
	if !d.open {
		return errors.New("closed")
	}
	d.requests = append(d.requests, r)
	return <-answer
}

func (d *desk) answerAll(err error) {
	for _, r := range d.requests {
		r.answer <- err
	}
	d.requests = nil
}

// Who asks may have gone.
type window struct {
	ctx      context.Context
	requests []*question
}

type question struct{ reply chan error }

func (w *window) ask(ctx context.Context) error {
	q := &question{reply: make(chan error)}
	w.requests = append(w.requests, q)
	select {
	case err := <-q.reply:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *window) answerAll(err error) {
	for _, q := range w.requests {
		q.reply <- err // want `sends on reply`
	}
}

// Who asks may leave before, on one path.
type hatch struct {
	ctx    context.Context
	orders []order
}

type order struct{ done chan error }

func (h *hatch) order(hurry bool) error {
	done := make(chan error)
	h.orders = append(h.orders, order{done})
	if hurry {
		return nil
	}
	return <-done
}

func (h *hatch) serveAll(err error) {
	for _, o := range h.orders {
		o.done <- err // want `sends on o.done`
	}
}

// From rclone's march: each task has a channel with room for its one answer.
type task struct {
	id     int
	result chan<- int
}

func match(ctx context.Context, ids []int) []<-chan int {
	tasks := make(chan task, len(ids))
	var results []<-chan int
	go func() {
		for t := range tasks {
			if t.id == 0 {
				t.result <- 0
				continue
			}
			n, err := next(ctx)
			if err != nil {
				t.result <- -1
				continue
			}
			t.result <- n
		}
	}()
	for _, id := range ids {
		result := make(chan int, 1)
		tasks <- task{id, result}
		results = append(results, result)
	}
	close(tasks)
	return results
}

// From net/http: the context of what is embedded beside one of its own.
type transportRequest struct {
	*http.Request
	ctx context.Context
}

func roundTrip(req *transportRequest, errs, closed <-chan error) error {
	done := req.ctx.Done()
	for {
		select {
		case err := <-errs:
			if err != nil {
				return err
			}
		case err := <-closed:
			return err
		case <-done:
			return req.ctx.Err()
		}
	}
}
