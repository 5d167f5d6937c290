package io.carestack.sandbox.apiserver.builtin;

import java.util.Optional;
import java.util.regex.Pattern;

/** Forms that names must have; each check gives what is wrong, in upstream's words. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");

    private Names() {}

    static Optional<String> subdomain(String name) {
        if (name.length() > 253) {
            return Optional.of("must be no more than 253 characters");
        }
        return SUBDOMAIN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                                + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used"
                                + " for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    static Optional<String> label(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return LABEL.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
                                + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used"
                                + " for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }

    static Optional<String> label1035(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return LABEL_1035.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                                + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123',"
                                + " regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
    }

    /** A label or annotation key: an optional prefix and a name. */
    static Optional<String> qualified(String key) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        if (slash >= 0) {
            Optional<String> prefix = subdomain(key.substring(0, slash));
            if (prefix.isPresent()) {
                return Optional.of("prefix part " + prefix.get());
            }
        }
        if (name.isEmpty()) {
            return Optional.of("name part must be non-empty");
        }
        if (name.length() > 63) {
            return Optional.of("name part must be no more than 63 characters");
        }
        return QUALIFIED.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                                + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                                + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    }

    static Optional<String> labelValue(String value) {
        if (value.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return VALUE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
                        + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value', "
                        + " or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }
}
