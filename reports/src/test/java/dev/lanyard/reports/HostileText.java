package dev.lanyard.reports;

/** What an accessory or a stranger might put into a name. */
final class HostileText {

    /** Changes the page's title where a page takes it for markup. */
    static final String SCRIPT = "</script><script>document.title='PWNED'</script>"
            + "<img src=x onerror=\"document.title='PWNED'\">'\"><svg onload=document.title='PWNED'>"
            + "[x](javascript:document.title='PWNED')${7*7}{{7*7}}";
    static final String CONTROL = "\u0000\u0001\u001b[31m\u001b]0;x\u0007\b\r\n\t\u007f\u0085\uFFFE\uFFFF";
    static final String UNICODE = "\uD800 \uDC00 \u202E\u2066\u2028\u200B]]>&amp;&#0;";
    static final String ALL = SCRIPT + CONTROL + UNICODE;
    static final String LONG = "<b>".repeat(65_536 / 3);

    private HostileText() {}
}
