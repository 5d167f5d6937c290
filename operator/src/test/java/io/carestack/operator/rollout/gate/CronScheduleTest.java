package io.carestack.operator.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CronSchedule schedule(String text) {
        return CronSchedule.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 2 * * *         | 2026-11-22T10:00:00Z | 2026-11-23T02:00:00Z",
                "*/15 * * * *      | 2026-11-22T10:00:00Z | 2026-11-22T10:15:00Z",
                "5/20 10 * * *     | 2026-11-22T10:05:00Z | 2026-11-22T10:25:00Z",
                "0 2 * * TUE       | 2026-11-22T10:00:00Z | 2026-11-24T02:00:00Z",
                "0 2 * * 0         | 2026-11-22T10:00:00Z | 2026-11-29T02:00:00Z",
                "0 2 * * 7         | 2026-11-22T10:00:00Z | 2026-11-29T02:00:00Z",
                "0 2 * * mon-fri   | 2026-11-20T10:00:00Z | 2026-11-23T02:00:00Z",
                "30 22 1,15 * *    | 2026-11-22T10:00:00Z | 2026-12-01T22:30:00Z",
                "0 2 13 * FRI      | 2026-11-13T10:00:00Z | 2026-11-20T02:00:00Z",
                "0 0 29 FEB *      | 2026-11-22T10:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 1 1 *         | 2026-12-31T23:59:59Z | 2027-01-01T00:00:00Z",
            })
    void theNextMomentIsTheFirstThatTheFieldsAllow(String text, Instant now, Instant next) {
        assertThat(schedule(text).after(now, ZoneOffset.UTC)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "* * * FOO *",
                "1,, * * * *",
                "-1 * * * *"
            })
    void whatIsNoScheduleIsRefused(String text) {
        assertThat(CronSchedule.parse(text)).isEmpty();
    }

    @Test
    void aDayThatNeverComesHasNoNextMoment() {
        assertThat(schedule("0 0 30 2 *").after(Instant.parse("2026-11-22T10:00:00Z"), BERLIN))
                .isEmpty();
    }

    @Test
    void aMomentThatTheClocksSkipIsTheOneAtWhichTheyAreSet() {
        assertThat(schedule("30 2 * * *").after(Instant.parse("2026-03-28T12:00:00Z"), BERLIN))
                .contains(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void aMomentThatComesTwiceCountsOnce() {
        CronSchedule daily = schedule("30 2 * * *");

        Optional<Instant> first = daily.after(Instant.parse("2026-10-24T12:00:00Z"), BERLIN);
        assertThat(first).contains(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(daily.after(first.orElseThrow(), BERLIN)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void everyHourComesTwiceWhenTheHourDoes() {
        CronSchedule hourly = schedule("30 * * * *");

        assertThat(hourly.after(Instant.parse("2026-10-25T00:30:00Z"), BERLIN))
                .contains(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void theLastMomentIsFoundAcrossMidnight() {
        assertThat(schedule("0 23 * * *")
                        .before(Instant.parse("2026-11-22T01:00:00Z"), Duration.ofHours(3), ZoneOffset.UTC))
                .contains(Instant.parse("2026-11-21T23:00:00Z"));
        assertThat(schedule("0 23 * * *")
                        .before(Instant.parse("2026-11-22T02:00:00Z"), Duration.ofHours(3), ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void goingForthAndBackComesToTheSameMoment() {
        Random random = new Random(4);
        for (int run = 0; run < 300; run++) {
            CronSchedule schedule = schedule("%d %d/%d * * %d"
                    .formatted(random.nextInt(60), random.nextInt(24), 1 + random.nextInt(6), random.nextInt(8)));
            Instant moment = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(2 * 365 * 86_400));
            Instant next = schedule.after(moment, BERLIN).orElseThrow();

            assertThat(next).isAfter(moment);
            assertThat(schedule.before(next, Duration.ofHours(1), BERLIN)).contains(next);
            assertThat(schedule.before(
                            next.minusSeconds(1), Duration.between(moment, next).minusSeconds(1), BERLIN))
                    .isEmpty();
        }
    }
}
