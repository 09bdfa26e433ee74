package silent

import "context"

// rclone answers each item of a batch once: where it is done, or in a defer
// if it did not come that far.

type outcome struct{ err error }

type batchItem struct{ result chan outcome }

func askItem(in chan<- batchItem) outcome {
	r := batchItem{result: make(chan outcome, 1)}
	in <- r
	return <-r.result
}

func commitBatch(ctx context.Context, requests []batchItem, do func(context.Context) error) (err error) {
	told := false
	defer func() {
		if !told {
			for _, r := range requests {
				r.result <- outcome{err}
			}
		}
	}()
	if err := do(ctx); err != nil {
		return err
	}
	for _, r := range requests {
		r.result <- outcome{}
	}
	told = true
	return nil
}

type rowQuery struct{ rows chan int }

func askRows(in chan<- rowQuery) int {
	q := rowQuery{rows: make(chan int, 1)}
	in <- q
	return <-q.rows + <-q.rows
}

func twoRows(ctx context.Context, queries []rowQuery) {
	for _, q := range queries {
		q.rows <- 1 // want `ctxloop/nodone`
		q.rows <- 2
	}
}
