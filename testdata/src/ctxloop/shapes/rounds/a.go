package rounds

import (
	"context"
	"errors"
	"log"
	"time"
)

var elsewhere = func(ctx context.Context) error { return ctx.Err() }

func rangeIntSend(ctx context.Context, n int, out chan<- int) error {
	for i := range n {
		if i == 7 {
			return errors.New("seven")
		}
		out <- i // want `\(ctxloop/nodone\)`
	}
	return nil
}

func rangeIntStuckFine(ctx context.Context, n int, out chan<- int) {
	for i := range n {
		select {
		case out <- i:
		case <-ctx.Done():
			break
		}
	}
}

func rangeIntObserves(ctx context.Context, n int) error {
	for range n {
		if err := elsewhere(ctx); err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

func rangeIntLogs(ctx context.Context, n int) {
	for range n {
		if err := elsewhere(ctx); err != nil {
			log.Print(err)
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

func rangeIntPoll(ctx context.Context, n int) {
	for range n {
		if ctx.Err() != nil {
			break
		}
		time.Sleep(time.Second)
	}
}

func rangeIntThree(ctx context.Context, ch <-chan int) int {
	for range 3 {
		if v := <-ch; v > 0 {
			return v
		}
	}
	return 0
}

func rangeIntLast(ctx context.Context, n int) (err error) {
	for i := range n {
		if err = elsewhere(ctx); err == nil || i == n-1 {
			break
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
	return err
}

func doWhile(ctx context.Context) (err error) {
	for attempt := 0; ; attempt++ {
		if err = elsewhere(ctx); err == nil {
			return nil
		}
		if attempt >= 5 {
			return err
		}
		time.Sleep(time.Second) // want `\(ctxloop/sleep\)`
	}
}

func doWhileErr(ctx context.Context) (err error) {
	for attempt := 0; attempt < 5; attempt++ {
		if err = elsewhere(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

type client struct{ ch chan int }

func (c *client) retryable(error) bool { return true }

func retryableOnly(ctx context.Context, c *client) error {
	for {
		err := elsewhere(ctx)
		if err == nil || !c.retryable(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

// selecting in an if-else chain with flags
func flagBreak(ctx context.Context, in <-chan int) {
	stop := false
	for !stop {
		select {
		case v, ok := <-in:
			if !ok {
				stop = true
			}
			_ = v
		case <-ctx.Done():
			stop = true
		}
	}
}

func labelContinue(ctx context.Context, rows [][]int, out chan<- int) {
rows:
	for _, row := range rows {
		for _, v := range row {
			if v < 0 {
				continue rows
			}
			out <- v // want `\(ctxloop/nodone\)`
		}
	}
}

func batches(ctx context.Context, in <-chan int, flush func(context.Context, []int) error) error {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	var batch []int
	for {
		select { // want `\(ctxloop/nodone\)`
		case v, ok := <-in:
			if !ok {
				return flush(ctx, batch)
			}
			batch = append(batch, v)
		case <-t.C:
			if err := flush(context.Background(), batch); err != nil {
				log.Print(err)
			}
			batch = nil
		}
	}
}

func switchTicker(ctx context.Context, slow bool, work func()) {
	d := time.Second
	if slow {
		d = time.Minute
	}
	for t := time.NewTicker(d); ; {
		<-t.C // want `\(ctxloop/sleep\)`
		work()
	}
}

func afterInSelectSend(ctx context.Context, out chan<- int) {
	for i := 0; ; i++ {
		select { // want `\(ctxloop/nodone\)`
		case out <- i:
		case <-time.After(time.Second):
			log.Print("slow consumer")
		}
	}
}

func ctxInStructParam(ctx context.Context, c *client) {
	type job struct{ reply chan int }
	jobs := []job{{make(chan int)}, {make(chan int)}, {make(chan int)}, {make(chan int)}}
	for _, j := range jobs {
		go func() { j.reply <- 1 }()
	}
	for _, j := range jobs {
		<-j.reply // want `\(ctxloop/nodone\)`
	}
}
