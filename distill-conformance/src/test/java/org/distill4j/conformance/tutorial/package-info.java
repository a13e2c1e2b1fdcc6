/** The small backend that docs/writing-a-backend.md is about: it computes on arrays. */
@org.jspecify.annotations.NullMarked
package org.distill4j.conformance.tutorial;
