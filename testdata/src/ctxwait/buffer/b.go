package buffer

// It sends on a channel that another file makes, which no fix of the send edits.
func elsewhere(c chan int) {
	c <- compute() // want `make the channel with capacity 1`
}
