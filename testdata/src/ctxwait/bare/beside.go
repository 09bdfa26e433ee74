package bare

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// From httputil's ReverseProxy: the end of the request closes the connection,
// and then nothing is left to copy.
func upgrade(w http.ResponseWriter, r *http.Request, backend io.ReadWriteCloser, user io.ReadWriter) error {
	closed := make(chan bool)
	go func() {
		select {
		case <-r.Context().Done():
		case <-closed:
		}
		backend.Close()
	}()
	defer close(closed)
	errc := make(chan error, 1)
	go copyTo(backend, user, errc)
	go copyTo(user, backend, errc)
	err := <-errc
	if err == nil {
		err = <-errc
	}
	return err
}

func copyTo(dst io.Writer, src io.Reader, errc chan<- error) {
	_, err := io.Copy(dst, src)
	errc <- err
}

// Nothing that is waited for ends here.
func watched(w http.ResponseWriter, r *http.Request, backend io.ReadWriteCloser, user io.ReadWriter) error {
	closed := make(chan bool)
	go func() {
		select {
		case <-r.Context().Done():
			count(0)
		case <-closed:
		}
	}()
	defer close(closed)
	errc := make(chan error, 1)
	go copyTo(backend, user, errc)
	return <-errc // want `this receive from "errc"`
}

// From net/http: a timer sends once at most, as long as it is only stopped.
func handshake(ctx context.Context, d time.Duration, shake func() error) error {
	errc := make(chan error, 2)
	var timer *time.Timer
	if d != 0 {
		timer = time.AfterFunc(d, func() { errc <- errors.New("timeout") })
	}
	go func() {
		err := shake()
		if timer != nil {
			timer.Stop()
		}
		errc <- err
	}()
	return <-errc // want `this receive from "errc"`
}

func again(ctx context.Context, d time.Duration, shake func() error) error {
	errc := make(chan error, 2)
	timer := time.AfterFunc(d, func() { errc <- errors.New("timeout") })
	go func() {
		timer.Reset(d)
		errc <- shake() // want `this send on "errc"`
	}()
	return <-errc // want `this receive from "errc"`
}
