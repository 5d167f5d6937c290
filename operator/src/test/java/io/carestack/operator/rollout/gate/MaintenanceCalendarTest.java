package io.carestack.operator.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.rollout.plan.Gate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MaintenanceCalendarTest {
    private static final String TARGET = "0123456789abcdef#2";

    private static Gate at(String now, String rollout) {
        return new MaintenanceCalendar(
                        Stacks.effective("components: [{name: web, image: 'notes:1'}]\nrollout:\n" + rollout.indent(2))
                                .rollout())
                .at(Instant.parse(now), TARGET);
    }

    private static final String NIGHTS = """
            timeZone: Europe/Berlin
            windows: [{name: night, cron: 0 2 * * *, duration: 2h}]
            """;

    @Test
    void withoutWindowsAndFreezesItIsAlwaysOpen() {
        assertThat(at("2026-11-22T10:00:00Z", "timeZone: Nowhere/AtAll")).isEqualTo(Gate.OPEN);
    }

    @Test
    void aWindowIsOpenFromItsFirstMomentToBeforeItsLast() {
        assertThat(at("2026-11-22T00:59:59Z", NIGHTS).open()).isFalse();
        assertThat(at("2026-11-22T01:00:00Z", NIGHTS).open()).isTrue();
        assertThat(at("2026-11-22T02:59:59Z", NIGHTS).open()).isTrue();
        assertThat(at("2026-11-22T03:00:00Z", NIGHTS).open()).isFalse();
    }

    @Test
    void aClosedGateSaysWhenItOpens() {
        Gate gate = at("2026-11-22T10:00:00Z", NIGHTS);

        assertThat(gate.opens()).contains(Instant.parse("2026-11-23T01:00:00Z"));
        assertThat(gate.reason()).isEqualTo("outside of every window; open again at 2026-11-23T02:00+01:00");
    }

    @Test
    void aWindowLastsAsLongAsItSaysWhenTheClocksAreSet() {
        assertThat(at("2026-03-29T00:59:59Z", NIGHTS).open()).isFalse();
        assertThat(at("2026-03-29T01:00:00Z", NIGHTS).open()).isTrue();
        assertThat(at("2026-03-29T02:59:59Z", NIGHTS).open()).isTrue();
        assertThat(at("2026-03-29T03:00:00Z", NIGHTS).open()).isFalse();
        assertThat(at("2026-10-25T00:00:00Z", NIGHTS).open()).isTrue();
        assertThat(at("2026-10-25T02:00:00Z", NIGHTS).open()).isFalse();
    }

    @Test
    void aFreezeClosesAWindowAndTheNextOpeningIsAfterIt() {
        String frozen = NIGHTS + "freezes: [{name: holidays, from: '2026-12-20T00:00', until: '2027-01-04T03:30'}]\n";

        assertThat(at("2026-12-19T02:00:00Z", frozen).open()).isTrue();
        Gate gate = at("2026-12-24T02:00:00Z", frozen);
        assertThat(gate.open()).isFalse();
        assertThat(gate.reason()).isEqualTo("freeze holidays; open again at 2027-01-04T03:30+01:00");
        assertThat(gate.opens()).contains(Instant.parse("2027-01-04T02:30:00Z"));
    }

    @Test
    void freezesThatFollowOneAnotherAreOne() {
        Gate gate = at("2026-12-24T02:00:00Z", """
                freezes:
                - {name: one, from: '2026-12-20T00:00', until: '2026-12-27T00:00'}
                - {name: two, from: '2026-12-26T00:00', until: '2027-01-02T00:00'}
                """);

        assertThat(gate.opens()).contains(Instant.parse("2027-01-02T00:00:00Z"));
    }

    @Test
    void anEmergencyPassesForItsAttemptOnly() {
        String freeze = "freezes: [{name: ever, from: '2026-01-01T00:00', until: '2030-01-01T00:00'}]\nemergency: ";

        assertThat(at("2026-12-24T02:00:00Z", freeze + "'" + TARGET + "'")).isEqualTo(Gate.OPEN);
        assertThat(at("2026-12-24T02:00:00Z", freeze + "'0123456789abcdef#1'").open())
                .isFalse();
    }

    @Test
    void aCalendarThatCannotBeReadStaysClosedAndNamesTheField() {
        assertThat(at("2026-11-22T10:00:00Z", NIGHTS.replace("Berlin", "Berlim"))
                        .reason())
                .isEqualTo("spec.rollout.timeZone: Europe/Berlim is no time zone; use a name such as Europe/Berlin");
        assertThat(at("2026-11-22T01:30:00Z", "freezes: [{name: x, cron: 0 25 * * *, duration: 1h}]")
                        .reason())
                .startsWith("spec.rollout.freezes[x]: cron 0 25 * * * is no schedule;");
        assertThat(at(
                                "2026-11-22T01:30:00Z",
                                "windows: [{name: x, from: '2026-02-31T00:00', until: '2026-03-01T00:00'}]")
                        .reason())
                .startsWith("spec.rollout.windows[x]: from 2026-02-31T00:00 or until 2026-03-01T00:00 is no date;");
    }

    @Test
    void windowsThatAreOverSayThatNoneIsKnown() {
        Gate gate = at(
                "2026-11-22T10:00:00Z", "windows: [{name: once, from: '2026-01-01T00:00', until: '2026-01-02T00:00'}]");

        assertThat(gate.opens()).isEmpty();
        assertThat(gate.reason()).endsWith("no opening is known; add a window to spec.rollout.windows");
    }

    @Test
    void theOpeningThatIsNamedIsOpenAndNoMomentBeforeItIs() {
        String calendar = NIGHTS + "freezes: [{name: firsts, cron: 0 0 1-7 * *, duration: 2h30m}]\n";
        Instant now = Instant.parse("2026-11-28T10:00:00Z");
        for (int i = 0; i < 20; i++) {
            Gate gate = at(now.toString(), calendar);
            Instant opens = gate.opens().orElseThrow();
            assertThat(at(opens.toString(), calendar).open()).isTrue();
            assertThat(at(opens.minusSeconds(1).toString(), calendar).open()).isFalse();
            now = now.plus(Duration.ofHours(24));
        }
    }
}
