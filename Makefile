# Five targets; `make` alone lists them. The work is done by yikan/bootstrap, which any python3 from 3.8 on can run.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: run test help check fmt

run: ## 从零到跑起来 everything from nothing, then the system (Ctrl-C stops it)
	@$(PYTHON) -m yikan.bootstrap run

test: ## 从零到全部检查和测试 everything from nothing, then every check and test
	@$(PYTHON) -m yikan.bootstrap test

check: ## 不运行程序的检查 ruff, mypy, yamllint, import contracts, rasa data validate
	@$(PYTHON) -m yikan.bootstrap check

fmt: ## 整理格式 format the code
	@$(PYTHON) -m yikan.bootstrap fmt

help: ## 这一页 this page
	@sed -n 's/^\([a-z]*\): ## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14
