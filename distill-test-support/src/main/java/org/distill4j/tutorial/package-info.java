/**
 * The small backend that docs/writing-a-backend.md is about: it computes on arrays. Tests of core
 * run models on it.
 */
@org.jspecify.annotations.NullMarked
package org.distill4j.tutorial;
