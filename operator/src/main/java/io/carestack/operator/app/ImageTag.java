package io.carestack.operator.app;

/** The part of an image name that tells one release from another. */
final class ImageTag {
    private static final int DIGEST_CHARACTERS = 12;

    private ImageTag() {}

    /** The tag; without one the first characters of the digest; without either {@code latest}. */
    static String of(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        if (tag >= 0) {
            return name.substring(tag + 1);
        }
        if (digest < 0) {
            return "latest";
        }
        String hex = image.substring(image.indexOf(':', digest) + 1);
        return hex.substring(0, Math.min(DIGEST_CHARACTERS, hex.length()));
    }
}
