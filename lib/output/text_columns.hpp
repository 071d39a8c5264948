#pragma once
/// \file
/// Tables for the terminal (private to the output module).

#include <soret/output/report.hpp>

#include <string>

namespace soret {

/// Head and rows in columns that are as wide as their widest cell, one line each.
std::string text_columns(const ReportTable& table);

}  // namespace soret
