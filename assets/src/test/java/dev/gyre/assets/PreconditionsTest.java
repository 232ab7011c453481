package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag is "a"; the last change was at EVEN. */
final class PreconditionsTest {

    private static final long CHANGED = 1_700_000_000;
    private static final String EVEN = HttpDate.format(CHANGED);
    private static final String EARLIER = HttpDate.format(CHANGED - 1);
    private static final String LATER = HttpDate.format(CHANGED + 1);
    private static final Validators CURRENT = new Validators("\"a\"", CHANGED);

    private static WebRequest request(String fields) {
        Map<String, String> headers = new HashMap<>();
        for (String field : fields.strip().split(" *; *", -1)) {
            int colon = field.indexOf(':');
            headers.put(
                    field.substring(0, Math.max(0, colon)),
                    field.substring(colon + 1)
                            .strip()
                            .replace("EVEN", EVEN)
                            .replace("EARLIER", EARLIER)
                            .replace("LATER", LATER));
        }
        return new WebRequest("GET", "/", headers::get);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "x: y | PROCEED",
                // 13.1.1, strong comparison
                "if-match: \"a\" | PROCEED",
                "if-match: \"b\", \"a\" | PROCEED",
                "if-match: * | PROCEED",
                "if-match: \"b\" | FAILED",
                "if-match: W/\"a\" | FAILED",
                "if-match: W/\"a\", \"a\" | PROCEED",
                "if-match: a | FAILED",
                "if-match: \"a | FAILED",
                // 13.1.4
                "if-unmodified-since: EVEN | PROCEED",
                "if-unmodified-since: LATER | PROCEED",
                "if-unmodified-since: EARLIER | FAILED",
                "if-unmodified-since: yesterday | PROCEED",
                // 13.1.2, weak comparison
                "if-none-match: \"a\" | NOT_MODIFIED",
                "if-none-match: W/\"a\" | NOT_MODIFIED",
                "if-none-match: \"b\", W/\"a\" | NOT_MODIFIED",
                "if-none-match: * | NOT_MODIFIED",
                "if-none-match: \"b\" | PROCEED",
                "if-none-match: w/\"a\" | PROCEED",
                // 13.1.3
                "if-modified-since: EVEN | NOT_MODIFIED",
                "if-modified-since: LATER | NOT_MODIFIED",
                "if-modified-since: EARLIER | PROCEED",
                "if-modified-since: 0 | PROCEED",
                // 13.2.2, what makes what void, and what comes first
                "if-match: \"a\"; if-unmodified-since: EARLIER | PROCEED",
                "if-match: \"b\"; if-unmodified-since: LATER | FAILED",
                "if-none-match: \"b\"; if-modified-since: LATER | PROCEED",
                "if-none-match: \"a\"; if-modified-since: EARLIER | NOT_MODIFIED",
                "if-match: \"b\"; if-none-match: \"a\" | FAILED",
                "if-match: \"a\"; if-none-match: \"a\" | NOT_MODIFIED",
                "if-match: \"a\"; if-modified-since: EVEN | NOT_MODIFIED",
                "if-unmodified-since: EARLIER; if-modified-since: EVEN | FAILED",
                "if-unmodified-since: EARLIER; if-none-match: \"a\" | FAILED",
                "if-unmodified-since: EVEN; if-none-match: \"b\" | PROCEED",
            })
    void followsTheOrderOfTheStandard(String fields, Preconditions.Outcome outcome) {
        assertThat(Preconditions.evaluate(request(fields), CURRENT)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"if-modified-since: LATER", "if-unmodified-since: EARLIER"})
    void ignoresDatesWhereNoneIsKnown(String field) {
        Validators undated = new Validators("\"a\"", HttpDate.NONE);

        assertThat(Preconditions.evaluate(request(field), undated)).isEqualTo(Preconditions.Outcome.PROCEED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"a\" | true",
                " \"a\"  | true",
                "EVEN | true",
                "W/\"a\" | false",
                "\"b\" | false",
                "\"a\", \"b\" | false",
                "\"b\", \"a\" | false",
                "* | false",
                "a | false",
                "EARLIER | false",
                "LATER | false"
            })
    void letsARangePassForAStrongValidator(String ifRange, boolean passes) {
        String field = request("x:" + ifRange).header("x");

        assertThat(Preconditions.permitsRange(field, CURRENT, CHANGED + 2)).isEqualTo(passes);
        assertThat(Preconditions.permitsRange(null, CURRENT, CHANGED + 2)).isTrue();
    }

    @Test
    void trustsADateOnlyOnceItsSecondIsOver() {
        assertThat(Preconditions.permitsRange(EVEN, CURRENT, CHANGED + 1)).isFalse();
        assertThat(Preconditions.permitsRange(EVEN, new Validators("\"a\"", HttpDate.NONE), CHANGED + 9))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\"", "W/\"a\"", "*", " * ", "\"b\", \"a\"", "\"b\",,\"a\"", "W/\"b\" , W/\"a\"", "\"b\"\"a\""
            })
    void matchesTagsWeakly(String field) {
        assertThat(EntityTags.matchesWeakly(field, "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"b\"", "\"a", "w/\"a\"", "\"b c\", \"a\"", "b, \"a\"", "\"A\"", "**"})
    void doesNotMatchWhatIsNoTagOrAnother(String field) {
        assertThat(EntityTags.matchesWeakly(field, "\"a\"")).isFalse();
        assertThat(EntityTags.matchesStrongly(field, "\"a\"")).isFalse();
    }

    /** RFC 9110, section 8.8.3.2, and its table. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "W/\"1\", W/\"1\", false, true",
                "W/\"1\", W/\"2\", false, false",
                "W/\"1\", \"1\", false, true",
                "\"1\", \"1\", true, true"
            })
    void comparesAsTheTableSays(String one, String other, boolean strongly, boolean weakly) {
        assertThat(EntityTags.matchesStrongly(one, other)).isEqualTo(strongly);
        assertThat(EntityTags.matchesStrongly(other, one)).isEqualTo(strongly);
        assertThat(EntityTags.matchesWeakly(one, other)).isEqualTo(weakly);
        assertThat(EntityTags.matchesWeakly(other, one)).isEqualTo(weakly);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT | 784111777",
                "Sunday, 06-Nov-94 08:49:37 GMT | 784111777",
                "Sun Nov  6 08:49:37 1994 | 784111777",
                "Thu, 01 Jan 1970 00:00:00 GMT | 0",
            })
    void readsTheThreeFormatsOfDates(String text, long second) {
        assertThat(HttpDate.parse(text)).isEqualTo(second);
    }

    @Test
    void takesAYearOfTwoDigitsForTheNearestOne() {
        int year = java.time.Year.now(java.time.ZoneOffset.UTC).getValue();
        for (int ahead : new int[] {0, 1, 49}) {
            java.time.LocalDate day = java.time.LocalDate.of(year + ahead, 1, 1);
            String text = java.time.format.DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy", java.util.Locale.ENGLISH)
                    .format(day);
            assertThat(HttpDate.parse(text + " 00:00:00 GMT")).isEqualTo(day.toEpochDay() * 86_400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "784111777"
            })
    void readsNothingElseAsADate(String text) {
        assertThat(HttpDate.parse(text)).isEqualTo(HttpDate.NONE);
    }
}
