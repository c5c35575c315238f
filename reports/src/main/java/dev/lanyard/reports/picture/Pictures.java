package dev.lanyard.reports.picture;

/** What pages and files do with pictures. */
public final class Pictures {

    private Pictures() {}

    /** The style sheet that a page with pictures needs. */
    public static String style() {
        return Svg.STYLE;
    }

    /** A picture as a file of its own, light or dark as its viewer wants it. */
    public static String standalone(String picture) {
        return Svg.standalone(picture);
    }
}
