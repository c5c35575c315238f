package dev.lanyard.wire.nan.sae;

/** Why a peer's commit or confirm was refused. */
public enum SaeFailure {
    GROUP("the commit is of another group"),
    SCALAR("the scalar is not between 1 and the order of the group"),
    ELEMENT("the element is no point of the curve"),
    REFLECTED("the peer sent our own commit back"),
    IDENTITY("scalar and element give the point at infinity"),
    CONFIRM("the confirm does not fit: the peer does not know the password"),
    ORDER("it came out of order");

    private final String text;

    SaeFailure(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
