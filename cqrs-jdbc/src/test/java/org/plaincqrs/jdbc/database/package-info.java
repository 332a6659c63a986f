/**
 * The databases that tests run on: embedded servers and files, one fresh database per call, and
 * servers that may be killed. What is tested stays out of here.
 */
@NullMarked
package org.plaincqrs.jdbc.database;

import org.jspecify.annotations.NullMarked;
