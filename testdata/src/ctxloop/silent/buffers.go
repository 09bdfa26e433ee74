package silent

import (
	"context"
	"sync"
)

// From minio's client: buffers go around between the function and those that
// it starts, which have the context.
func upload(ctx context.Context, n, parts int, put func(context.Context, []byte) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	buffers := make(chan []byte, n)
	for range n {
		buffers <- make([]byte, 10)
	}
	var wg sync.WaitGroup
	failed := make(chan error, n)
	for range parts {
		var buffer []byte
		select {
		case buffer = <-buffers:
		case err := <-failed:
			cancel()
			wg.Wait()
			return err
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := put(ctx, buffer); err != nil {
				failed <- err
				return
			}
			buffers <- buffer
		}()
	}
	wg.Wait()
	return nil
}
