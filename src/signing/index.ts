// Request signatures of API 3.0, for servers that check them and clients that make them. Pure: the clock and the secret are arguments.
export {
  type CanonicalForm,
  canonicalForms,
  canonicalRequest,
  payloadHash,
  type SignedParts,
  sha256,
  stringToSign,
  unsignedPayload,
} from './canonical.ts'
export {
  type DerivedKey,
  type DerivedKeys,
  derivedKeys,
  deriveKey,
  type SecretSource,
  type SigningKey,
} from './derive.ts'
export {
  type IdentityClaims,
  type IdentityExpectation,
  type IdentityKey,
  type IdentityVerification,
  identityKey,
  identitySeconds,
  keysOfJwks,
  publicJwk,
  signIdentity,
  verifyIdentity,
} from './identity.ts'
export {
  type Callee,
  type Credential,
  signTc3,
  signV1,
  type Tc3Request,
  tc3Authorization,
  type V1Request,
} from './sign.ts'
export { type Pairs, type V1Method, type V1Parts, v1Signature, v1String, verifyV1 } from './v1.ts'
export {
  createVerifier,
  matchTc3,
  type RefusalReason,
  type SignatureClock,
  skewMaxMs,
  type Tc3Claim,
  utcDate,
  type V1Claim,
  type Verification,
  type Verifier,
  verifyTc3,
  withinSkew,
} from './verify.ts'
