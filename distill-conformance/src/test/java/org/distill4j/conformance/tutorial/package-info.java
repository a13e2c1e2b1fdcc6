/** The small backend that docs/writing-a-backend.md is about: float32 arrays and a tape. */
@org.jspecify.annotations.NullMarked
package org.distill4j.conformance.tutorial;
