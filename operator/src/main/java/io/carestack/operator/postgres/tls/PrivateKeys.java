package io.carestack.operator.postgres.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** Private keys of every unencrypted form that OpenSSL and cert-manager write: PKCS #8, PKCS #1 and SEC 1. */
final class PrivateKeys {
    private static final Pattern OWN =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] SAMPLE = {'c', 'a', 'r', 'e'};

    private PrivateKeys() {}

    /** The key of this algorithm; fails for anything that is none, or one with a password. The operator's own keys are read by the JDK alone. */
    static PrivateKey read(String pem, String algorithm) throws GeneralSecurityException {
        Matcher own = OWN.matcher(pem.strip());
        byte[] encoded = own.matches() ? Base64.getMimeDecoder().decode(own.group(1)) : readAny(pem);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static byte[] readAny(String pem) throws GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object found = parser.readObject();
            // an EC key may follow its parameters
            while (found != null && !(found instanceof PEMKeyPair) && !(found instanceof PrivateKeyInfo)) {
                found = parser.readObject();
            }
            return switch (found) {
                case PEMKeyPair pair -> pair.getPrivateKeyInfo().getEncoded();
                case PrivateKeyInfo info -> info.getEncoded();
                case null, default -> throw new InvalidKeyException("no unencrypted private key");
            };
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidKeyException("not a private key", e);
        }
    }

    /** Whether what the private key signs is verified with the public one. */
    static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key) {
            case ECPrivateKey ec -> "SHA256withECDSA";
            case RSAPrivateKey rsa -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(SAMPLE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            verifier.update(SAMPLE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
