package driver

// A Fix is a suggested fix in one file.
type Fix struct {
	Message string
	File    string
	Edits   []Edit // in order, without overlap
	sum     [32]byte
}

// An Edit replaces a range of bytes.
type Edit struct {
	Start, End int
	New        string
}
