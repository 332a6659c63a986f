/**
 * The contract kit: what every storage promises, as abstract test classes that a backend runs
 * unchanged. Nothing here knows a backend; a backend says only how a fresh storage is made.
 */
@NullMarked
package org.plaincqrs.contract;

import org.jspecify.annotations.NullMarked;
